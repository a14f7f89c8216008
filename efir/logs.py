"""What Efir says of its own work: to the standard error, so that the standard output holds what was asked for."""

import sys
from typing import Any

import structlog


def to_standard_error() -> None:
    colours = sys.stderr is not None and sys.stderr.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False),
            structlog.dev.ConsoleRenderer(
                colors=colours, exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
            ),
        ],
        logger_factory=_logger,
    )


def _logger(*_: Any) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)
