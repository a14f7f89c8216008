"""Everything OBS: the wanted picture, the difference, the link that makes it so."""
