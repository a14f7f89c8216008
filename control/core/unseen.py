"""Characters in what people type that nobody sees."""

import unicodedata


def is_unseen(char: str) -> bool:
    """Control and direction characters; not the joiners of Persian and Indian scripts and of emoji."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in "\u200c\u200d"
