"""Who speaks: from the levels of microphones to the camera that should be seen. Pure, `now` is an argument.

A cough is not a speech and a pause is not its end: a voice must last before it moves the picture (`Voices.attack`), and
a shot that has begun lasts a while (`Voices.hold`). Two voices at once change nothing while the one who is seen speaks.
"""

from collections.abc import Mapping

from msgspec import Struct

from control.clock import Instant, later
from control.core.types import CameraId, InputId
from control.show import Voices

LETS_GO = 6.0
"""dB: a voice that has begun goes on until it is so much below the level at which it began to count."""
BREATH_MS = 300
"""A gap between two words."""


class _Voice(Struct):
    since: Instant
    heard: Instant


class Speaker:
    """One switch."""

    def __init__(self, voices: Voices) -> None:
        self._voices = voices
        self._speaking: dict[InputId, _Voice] = {}
        self._seen: CameraId | None = None
        self._since: Instant | None = None

    @property
    def hears(self) -> bool:
        """A voice, of any length."""
        return bool(self._speaking)

    def seen(self, camera: CameraId, now: Instant) -> None:
        """Which camera is on, whoever put it there."""
        if camera != self._seen:
            self._seen, self._since = camera, now

    def hear(self, levels: Mapping[InputId, float], now: Instant) -> CameraId | None:
        """The camera to switch to. `levels`: dB, of a microphone's loudest channel; one that is absent is silent."""
        for microphone in self._voices.microphones:
            self._listen(microphone, levels.get(microphone, -100.0), now)
        lasting = [
            (voice.since, self._voices.microphones[microphone])
            for microphone, voice in self._speaking.items()
            if voice.heard >= later(voice.since, self._voices.attack)
        ]
        if not lasting or any(camera == self._seen for _, camera in lasting):
            return None
        if self._since is not None and now < later(self._since, self._voices.hold):
            return None
        return min(lasting)[1]

    def _listen(self, microphone: InputId, level: float, now: Instant) -> None:
        voice = self._speaking.get(microphone)
        if level >= self._voices.level - (LETS_GO if voice is not None else 0.0):
            if voice is None:
                self._speaking[microphone] = _Voice(now, now)
            else:
                voice.heard = now
        elif voice is not None and now >= voice.heard + BREATH_MS:
            del self._speaking[microphone]
