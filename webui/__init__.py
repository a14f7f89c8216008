"""Everything a person opens in a browser: the server, the live protocol, the pages."""
