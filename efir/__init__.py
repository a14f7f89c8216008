"""The front door: command line and assembly."""
