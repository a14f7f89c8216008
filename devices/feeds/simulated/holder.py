"""What the person who holds a simulated phone does with it, and what its page tells of that."""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from devices.commands import number, read, switch, unknown

WORDS: Final = ("lock", "turn", "mute", "torch", "battery", "charging", "ok")


class Holder(Struct, frozen=True):
    """How the phone is now. `battery`: 0 … 1."""

    locked: bool = False
    """Its screen: the picture does not come any more, and the page is not seen."""
    turned: bool = False
    """The camera on its other side."""
    muted: bool = False
    torch: bool = False
    battery: float = 0.8
    charging: bool = False

    def told(self, *, sound: bool) -> dict[str, object]:
        """As the page posts it (`webui.bodies.PhoneState`); without `sound` there is nothing to be muted."""
        return {
            "battery": self.battery,
            "charging": self.charging,
            "hidden": self.locked,
            "torch": self.torch,
            "facing": "user" if self.turned else "environment",
            **({"muted": self.muted} if sound else {}),
        }


def obey(holder: Holder, line: str) -> Holder:
    """`lock [off]` · `turn` · `mute [off]` · `torch [off]` · `battery PERCENT` · `charging [off]` · `ok`.

    Raises:
        CommandUnknown: with the line.
    """
    word, value = read(line, WORDS)
    match word, value:
        case "ok", None:
            return Holder()
        case "turn", None:
            return replace(holder, turned=not holder.turned)
        case "battery", str(percent):
            return replace(holder, battery=number(percent, line, WORDS, 0, 100) / 100)
        case "lock", _:
            return replace(holder, locked=switch(value, line, WORDS))
        case "mute", _:
            return replace(holder, muted=switch(value, line, WORDS))
        case "torch", _:
            return replace(holder, torch=switch(value, line, WORDS))
        case "charging", _:
            return replace(holder, charging=switch(value, line, WORDS))
    raise unknown(line, WORDS)
