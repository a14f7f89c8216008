"""`python -m devices.ptz`: reads its `Configure` from standard input (see wire.py)."""

from devices.process import leave, serve
from devices.ptz.child import main
from devices.ptz.wire import decode_down

if __name__ == "__main__":
    leave(serve("ptz", decode_down, main))
