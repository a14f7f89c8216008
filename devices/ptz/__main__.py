"""`python -m devices.ptz PROTOCOL…`: reads its `Configure` from standard input (see wire.py). The protocols are those
that it will need: told at the start, so that they are imported before the cameras are known."""

import logging
import sys

import structlog

from devices.process import leave, serve
from devices.ptz.child import main
from devices.ptz.make import prepare
from devices.ptz.wire import decode_down

if __name__ == "__main__":
    # Its owner repeats what it writes as a warning: that a camera was found is none, and stands in the log of the show.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    leave(serve("ptz", decode_down, main, prepare=lambda: prepare(sys.argv[1:])))
