"""Sound of an input as a feed has it, whatever the camera sends."""

from __future__ import annotations

from typing import Final

import av
import numpy as np
from av.audio.resampler import AudioResampler
from msgspec import Struct
from numpy.typing import NDArray

SOUND_RATE: Final = 48_000


class Block(Struct, frozen=True):
    """Sound on our clock: 16 bit, 48 kHz, two channels, interleaved. `at`: monotonic seconds of its first sample."""

    samples: NDArray[np.int16]
    at: float


class Resampling:
    """Of one input."""

    def __init__(self) -> None:
        self._resampler = _resampler()

    def blocks(self, frame: av.AudioFrame, at: float) -> list[Block]:
        """The frame, whose first sample is of the moment `at`."""
        try:
            frames = self._resampler.resample(frame)
        except ValueError:  # another rate or layout in the middle of the stream
            self._resampler = _resampler()
            frames = self._resampler.resample(frame)
        blocks = []
        for each in frames:
            samples = each.to_ndarray().reshape(-1).astype(np.int16, copy=False)
            blocks.append(Block(samples, at))
            at += samples.size / 2 / SOUND_RATE
        return blocks


def _resampler() -> AudioResampler:
    return AudioResampler(format="s16", layout="stereo", rate=SOUND_RATE)
