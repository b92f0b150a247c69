"""What comes over the wire: download handler, archiving, unpacking, the browser and what its pages load."""
