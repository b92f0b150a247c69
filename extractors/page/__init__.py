"""One page as read before anything is decided: its tree, metadata, blocks, links to more of its article."""
