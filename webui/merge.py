"""JSON Merge Patch (RFC 7396) between views: JSON objects in which nothing is null, because absent means absent."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def diff(before: Json, after: Json) -> Json:
    """The smallest patch with ``apply(patch, before) == after``; empty when nothing changed.

    Slices that are the same object cost one comparison. Neither side may hold null anywhere inside an object.
    """
    if before is after:
        return {}
    patch: Json = {key: None for key in before if key not in after}
    for key, new in after.items():
        if key not in before:
            patch[key] = new
            continue
        old = before[key]
        if old is new:
            continue
        if isinstance(old, dict) and isinstance(new, dict):
            inner = diff(old, new)
            if inner:
                patch[key] = inner
        elif not _same(old, new):
            patch[key] = new
    return patch


class Differ:
    """`diff` of maps of slices that share slices: a pair of the same two objects is compared once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[Json, Json, Json]] = {}
        """By identity; both objects are held, so that no other can come to lie in their place."""

    def diff(self, before: Json, after: Json) -> Json:
        if before is after:
            return {}
        patch: Json = {key: None for key in before if key not in after}
        for key, new in after.items():
            old = before.get(key)
            if old is new:
                continue
            if isinstance(old, dict) and isinstance(new, dict):
                pair = (id(old), id(new))
                if pair not in self._known:
                    self._known[pair] = (old, new, diff(old, new))
                if inner := self._known[pair][2]:
                    patch[key] = inner
            elif key not in before or not _same(old, new):
                patch[key] = new
        return patch


def apply(patch: Json, target: Json) -> Json:
    """``target`` as the patch wants it. Neither argument is changed; what is not named keeps its identity."""
    result = dict(target)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            old = result.get(key)
            result[key] = apply(value, old if isinstance(old, dict) else {})
        else:
            result[key] = value
    return result


def _same(a: Any, b: Any) -> bool:
    """Equal as JSON: to Python, True is 1."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    return bool(a == b)
