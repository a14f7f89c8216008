"""`python -m devices.feeds`: reads its `Configure` from standard input (see wire.py)."""

import av.logging
import cv2

from devices.feeds.child import main
from devices.feeds.wire import decode_down
from devices.process import leave, serve

if __name__ == "__main__":
    # Damaged streams are counted, not told of: FFmpeg would write a line for each packet.
    av.logging.set_level(None)
    # Its pool would take every core, times the number of cameras.
    cv2.setNumThreads(1)
    leave(serve("feed", decode_down, main))
