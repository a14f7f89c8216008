"""Everything with a lens or a stream: cameras, feeds and their health."""
