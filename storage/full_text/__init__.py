"""Finding texts by what people type, in every script."""
