"""The pure core: one module a concern, no clock, no I/O."""
