"""Temporary: command types until control.registry lands."""

import importlib, pkgutil
import control.contest, control.core
from control.core.types import Command


def _find() -> tuple[type[Command], ...]:
    found: list[type[Command]] = []
    for package in (control.core, control.contest):
        for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            found += getattr(importlib.import_module(info.name), "COMMANDS", ())
    return tuple(found)


try:
    from control.registry import COMMAND_TYPES
except ImportError:
    COMMAND_TYPES = _find()
