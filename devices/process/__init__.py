"""A process of ours beside the one that owns it: for work that must not share a loop with the show, or outlive it.

Owner and child speak msgpack, each message behind its length in four bytes: down the child's standard input, up its
standard output. The end of the input ends the child, so that it dies with its owner on every system, however that ends.
The owner starts a child again that ended, that hangs or that takes too much memory; where nobody may wait for that, it
keeps a spare one.
"""

from devices.process.child import leave, listen, serve
from devices.process.framing import frame, receive
from devices.process.outbox import Outbox
from devices.process.owner import ChildProcess

__all__ = ["ChildProcess", "Outbox", "frame", "leave", "listen", "receive", "serve"]
