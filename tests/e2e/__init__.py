"""The whole product with the real programs."""
