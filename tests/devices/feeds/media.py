"""Small real media for tests, made by PyAV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

FPS = 25


def make(
    path: Path,
    *,
    encoder: str = "libx264",
    size: tuple[int, int] = (320, 180),
    fps: int = FPS,
    seconds: float = 2.0,
    tracks: int = 1,
    pix_fmt: str = "yuv420p",
    options: dict[str, str] | None = None,
    first_pts: int = 0,
    gop: int = 0,
    colour: tuple[int, int, int] = (40, 90, 160),
    b_frames: int = 0,
    container: dict[str, str] | None = None,
    blind: float = 0.0,
) -> Path:
    """A bar that moves over a colour, with `tracks` tones: 440 Hz, 880 Hz, … Of the last `blind` seconds there is only
    the sound."""
    width, height = size
    with av.open(str(path), "w", options=container or {}) as output:
        made = {"preset": "ultrafast"} if encoder == "libx264" else {}
        video: Any = output.add_stream(encoder, rate=fps, options={**made, **(options or {})})
        video.width, video.height, video.pix_fmt = width, height, pix_fmt
        video.codec_context.gop_size = gop or fps
        if b_frames:
            video.codec_context.max_b_frames = b_frames
        sounds: list[Any] = [output.add_stream("aac", rate=48_000, layout="mono") for _ in range(tracks)]
        samples = 0
        for number in range(round(seconds * fps)):
            pixels = np.full((height, width, 3), colour, np.uint8)
            left = number * 7 % (width - 16)
            pixels[:, left : left + 16] = 230
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            frame.pts, frame.time_base = first_pts + number, Fraction(1, fps)
            if number < (seconds - blind) * fps:
                output.mux(video.encode(frame))
            while samples * fps <= number * 48_000:
                for track, sound in enumerate(sounds):
                    output.mux(sound.encode(_tone(samples, 440 * (track + 1), first_pts / fps)))
                samples += 1024
        for stream in (video, *sounds):
            output.mux(stream.encode(None))
    return path


def _tone(start: int, pitch: float, offset: float) -> av.AudioFrame:
    wave = np.sin((start + np.arange(1024)) * 2 * np.pi * pitch / 48_000) * 0.25
    frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None, :], format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = 48_000, start + round(offset * 48_000), Fraction(1, 48_000)
    return frame
