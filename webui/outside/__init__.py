"""Machines at the door: buttons and scripts over HTTP and WebSocket, Ontime's own clients, OSC.

Whatever comes in here becomes one of the Controller's commands under its sender's grant, as from any page; whatever
goes out is read from the durable state. See docs/remote.md and docs/decisions/0072-outside.md.
"""
