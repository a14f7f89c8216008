"""What is typed while something stands in for a device: its commands, line by line."""

import asyncio
import contextlib
import errno
import signal
import threading
import time
from collections.abc import Callable

from control.errors import EfirError
from efir.cli_output import Output

Take = Callable[[str], None]
AGAIN_S = 1.0


def each_line(take: Take, source: int = 0) -> None:
    """`take` is called with every line that is not empty, until no more can come. Blocking.

    Read without a buffer: a thread that waits in a buffered read as Python ends brings it down.
    """
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        # Started in the background of a terminal it is not stopped for wanting to read; a command comes when it can.
        # Of this thread alone, which need not be the first, and of no program that is started.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTTIN,))
    while True:
        try:
            with open(source, "rb", buffering=0, closefd=False) as typed:
                for line in typed:
                    if words := line.decode("utf-8", "replace").strip():
                        take(words)
            return
        except OSError as error:
            if error.errno != errno.EIO:
                return  # there is no such thing: a service, say
            time.sleep(AGAIN_S)


def listen(take: Take, source: int = 0) -> None:
    """As `each_line`, on a thread of its own that ends with the program; `take` is called on the loop that runs now."""
    loop = asyncio.get_running_loop()

    def hear(line: str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: it is over
            loop.call_soon_threadsafe(take, line)

    threading.Thread(target=each_line, args=(hear, source), name="typed", daemon=True).start()


def obeying(obey: Take, help_code: str, output: Output) -> Take:
    """`help` says what there is (`help_code`, a Fluent id); whatever else is for `obey`, which may raise EfirError."""

    def take(line: str) -> None:
        if line in ("help", "?"):
            output.say(help_code)
            return
        try:
            obey(line)
        except EfirError as error:
            output.error(error.code, **error.arguments)

    return take
