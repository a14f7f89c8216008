"""The rehearsal switcher: an obs-websocket 5 server that takes OBS's place where there is none.

It keeps scenes, sources and outputs as OBS does and draws pictures of them, so that the whole panel works; nothing of
it reaches an audience, a recording writes no file (its `outputPath` is empty), and its state is gone with the process:
Efir applies the show again at the next start. It is the unit tests' peer too, with faults that can be switched on.
"""

from scenes.rehearsal.faults import Faults
from scenes.rehearsal.server import RehearsalSwitcher

__all__ = ["Faults", "RehearsalSwitcher"]
