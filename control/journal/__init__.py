"""The journal: what happened, in order, durable and chained by hashes."""

from control.journal.base import (
    Draft,
    Entry,
    Head,
    Journal,
    JournalBroken,
    JournalBusy,
    JournalClosed,
    JournalDuplicate,
    JournalError,
    JournalFull,
    JournalLocked,
    JournalRefusing,
    JournalUnusable,
    Snapshot,
)
from control.journal.sqlite import SqliteJournal

__all__ = [
    "Draft",
    "Entry",
    "Head",
    "Journal",
    "JournalBroken",
    "JournalBusy",
    "JournalClosed",
    "JournalDuplicate",
    "JournalError",
    "JournalFull",
    "JournalLocked",
    "JournalRefusing",
    "JournalUnusable",
    "Snapshot",
    "SqliteJournal",
]
