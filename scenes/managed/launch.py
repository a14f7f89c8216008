"""Becomes another program that dies with its owner: `python -I -S launch.py OWNER PROGRAM [ARGUMENT…]`.

Run as a file, with the standard library alone, so that it costs some 15 ms. OWNER is a process id. On Linux the
kernel kills the program when the thread that started it ends, however it ends (prctl(2), PR_SET_PDEATHSIG; exec
keeps it). subprocess could do it with `preexec_fn`, which may deadlock in a process with threads.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
NOT_BOUND = 125
"""Exit status, as `env` and `timeout` have for trouble of their own."""


def trouble(owner: int) -> str | None:
    """Binds this process to its owner; what kept it from that."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) != 0:
        return f"prctl: {os.strerror(ctypes.get_errno())}"
    if os.getppid() != owner:  # it ended before we asked
        return "the owner is gone"
    return None


if __name__ == "__main__":
    if (reason := trouble(int(sys.argv[1]))) is not None:
        sys.stderr.write(reason + "\n")
        sys.exit(NOT_BOUND)
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 - it is the point
