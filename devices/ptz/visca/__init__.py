"""Sony's VISCA: `codec` and `messages` are the bytes, `session` their order, `link` and `transport` the network."""
