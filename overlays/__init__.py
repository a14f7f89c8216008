"""Everything drawn over the picture: graphics, their data, the bridge for OBS without a browser source."""
