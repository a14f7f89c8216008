"""Cameras that move: what they are asked (`head`), how (`visca`, `cgi`, `onvif`), when to stop (`motion`)."""
