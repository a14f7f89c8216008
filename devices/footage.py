"""Test footage: what a camera shows that is not there yet. `url: test:Label` in the show file.

A moving picture with a large label, a running timecode, a flash and a beep every second, and no seam where it loops:
8 s at 25 fps and 48 kHz are whole in video frames (200), in AAC frames (375) and in the periods of all that moves.
Blocking and a few seconds of one core's work: to be run on a thread or in a process of its own.
"""

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from msgspec import Struct
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Height × width × 3, blue, green, red."""

RECIPE = 1
"""To be raised with every change of the picture: files of older recipes are then made anew."""
SECONDS = 24
FPS = 25
RATE = 48_000
"""Hz."""
AAC_FRAME = 1024
STRIPE = 200
"""Pixels at 1280 wide; the stripes move a whole number of them in the loop."""

# Background, stripe, figure (blue, green, red), and the pitch in Hz: a new pair for each camera, so that a person
# tells them apart with eyes or ears alone.
_LOOKS: tuple[tuple[tuple[int, int, int], tuple[int, int, int], tuple[int, int, int], int], ...] = (
    ((74, 46, 26), (92, 60, 36), (205, 150, 84), 440),
    ((26, 44, 74), (36, 58, 94), (84, 154, 222), 550),
    ((44, 66, 30), (58, 84, 42), (120, 190, 110), 660),
    ((66, 34, 60), (84, 46, 78), (190, 120, 176), 330),
)


class Footage(Struct, frozen=True):
    """`number` counts the test cameras of a show from 0 and chooses colour and pitch. `width` and `height` are even."""

    label: str
    number: int
    width: int = 1280
    height: int = 720
    seconds: int = SECONDS
    """A multiple of 8: less loops with a seam in the sound."""

    @property
    def file_name(self) -> str:
        """Another label, size or recipe is another file."""
        recipe = repr((RECIPE, self.label, self.number, self.width, self.height, self.seconds))
        return f"test-{self.number + 1}-{hashlib.sha256(recipe.encode()).hexdigest()[:10]}.mp4"


def prepare(
    footage: Sequence[Footage], folder: Path, progress: Callable[[float], None] = lambda _: None
) -> tuple[Path, ...]:
    """Makes what is not in `folder` yet; gives the files, in the order of `footage`. `progress` hears 0 … 1 if there is
    anything to do; what it raises stops the work and leaves no file. OSError if the folder cannot be written."""
    paths = tuple(folder / each.file_name for each in footage)
    missing = [(each, path) for each, path in zip(footage, paths, strict=True) if not path.exists()]
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
    for index, (each, path) in enumerate(missing):
        make(each, path, _share(progress, index, len(missing)))
    return paths


def _share(progress: Callable[[float], None], index: int, count: int) -> Callable[[float], None]:
    return lambda part: progress((index + part) / count)


def make(footage: Footage, path: Path, progress: Callable[[float], None] = lambda _: None) -> None:
    """Writes one file: H.264 and AAC in MP4. It appears under its name only when it is whole."""
    unfinished = path.with_name(path.name + ".part")
    try:
        _encode(footage, unfinished, progress)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _encode(footage: Footage, path: Path, progress: Callable[[float], None]) -> None:
    with av.open(str(path), "w", format="mp4", options={"fflags": "+bitexact", "movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast", "crf": "20"})
        video.width, video.height, video.pix_fmt = footage.width, footage.height, "yuv420p"
        video.codec_context.gop_size = FPS
        video.codec_context.flags |= av.codec.context.Flags.bitexact
        audio = container.add_stream("aac", rate=RATE, layout="mono")
        audio.bit_rate = 96_000
        audio.codec_context.flags |= av.codec.context.Flags.bitexact
        picture = Picture(footage)
        sound = _blocks(footage)
        frames = footage.seconds * FPS
        written = 0  # samples
        for number in range(frames):
            _put(container, video, _video_frame(picture.at(number), number))
            # Sound keeps up with the picture, so the file is interleaved as a player reads it.
            while written * FPS <= number * RATE and (block := next(sound, None)) is not None:
                _put(container, audio, _audio_frame(block, written))
                written += block.shape[1]
            progress((number + 1) / (frames + 1))
        for block in sound:
            _put(container, audio, _audio_frame(block, written))
            written += block.shape[1]
        container.mux(video.encode(None))
        container.mux(audio.encode(None))
    progress(1.0)


def _put(
    container: av.container.OutputContainer,
    stream: VideoStream | AudioStream,
    frame: av.VideoFrame | av.AudioFrame,
) -> None:
    container.mux(stream.encode(frame))  # type: ignore[arg-type]


def _video_frame(pixels: Pixels, number: int) -> av.VideoFrame:
    planes = cv2.cvtColor(pixels, cv2.COLOR_BGR2YUV_I420).astype(np.uint8, copy=False)
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.pts, frame.time_base = number, Fraction(1, FPS)
    return frame


def _audio_frame(block: NDArray[np.float32], start: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
    return frame


def _blocks(footage: Footage) -> Iterator[NDArray[np.float32]]:
    """The whole sound in blocks of one AAC frame: −30 dBFS, and −18 dBFS for a tenth of each second."""
    pitch = _LOOKS[footage.number % len(_LOOKS)][3]
    time = np.arange(footage.seconds * RATE) / RATE
    # Over 5 ms from one loudness to the other, or it would click.
    beep = np.clip(np.minimum(time % 1.0, 0.1 - time % 1.0) / 0.005, 0.0, 1.0)
    quiet, loud = (10 ** (level / 20) for level in (-30, -18))
    wave = np.sin(2 * math.pi * pitch * time) * (quiet + (loud - quiet) * beep)
    samples = wave.astype(np.float32).reshape(1, -1)
    for start in range(0, samples.shape[1], AAC_FRAME):
        yield np.ascontiguousarray(samples[:, start : start + AAC_FRAME])


class Picture:
    """Draws frames; what does not change is drawn once."""

    def __init__(self, footage: Footage) -> None:
        self._width, self._height = footage.width, footage.height
        self._scale = footage.width / 1280
        self._ground, self._stripe, self._figure, _ = _LOOKS[footage.number % len(_LOOKS)]
        self._font = cv2.FontFace("sans")  # Rubik, which OpenCV carries: Latin and Cyrillic
        self._label = footage.label
        self._label_size = self._fitting(footage.label, 72)
        self._step = max(1, self._px(STRIPE))
        self._backdrop = self._stripes()

    def at(self, number: int) -> Pixels:
        shift = number * 2 * self._step // STRIPE % self._step
        pixels = self._backdrop[:, shift : shift + self._width].copy()
        self._person(pixels, number)
        self._hand(pixels, number)
        self._text(pixels, self._label, 128, size=self._label_size, weight=700)
        self._text(pixels, timecode(number), 192, size=44, weight=500)
        if number % FPS < 3:  # the flash that goes with the beep
            cv2.rectangle(pixels, self._point(1180, 620), self._point(1216, 656), (255, 255, 255), -1)
        return pixels

    def _stripes(self) -> Pixels:
        """A step wider than the picture: moving is cutting out another part."""
        across = np.arange(self._width + self._step)[None, :] + np.arange(self._height)[:, None]
        bright = (across % self._step < self._step // 2)[:, :, None]
        light = np.linspace(1.15, 0.75, self._height)[:, None, None]
        return np.clip(np.where(bright, self._stripe, self._ground) * light, 0, 255).astype(np.uint8)

    def _person(self, pixels: Pixels, number: int) -> None:
        """Head and shoulders that sway once in 8 s: the frame of a speaker, to place graphics around."""
        sway = 12 * math.sin(2 * math.pi * number / (8 * FPS))
        cv2.ellipse(
            pixels, self._point(640 + sway / 2, 760), self._point(250, 270), 0, 180, 360, self._figure, -1, cv2.LINE_AA
        )
        cv2.circle(pixels, self._point(640 + sway, 370), self._px(112), self._figure, -1, cv2.LINE_AA)

    def _hand(self, pixels: Pixels, number: int) -> None:
        """A turn in 2 s: a picture that stutters is seen at once."""
        angle = 2 * math.pi * number / (2 * FPS)
        tip = (1126 + 40 * math.sin(angle), 638 - 40 * math.cos(angle))
        cv2.circle(pixels, self._point(1126, 638), self._px(46), (235, 235, 235), self._px(4), cv2.LINE_AA)
        cv2.line(pixels, self._point(1126, 638), self._point(*tip), (235, 235, 235), self._px(6), cv2.LINE_AA)

    def _text(self, pixels: Pixels, text: str, baseline: int, *, size: int, weight: int) -> None:
        cv2.putText(pixels, text, self._point(64, baseline), (255, 255, 255), self._font, self._px(size), weight)

    def _fitting(self, text: str, size: int) -> int:
        _, _, width, _ = cv2.getTextSize((self._width, self._height), text, (0, 0), self._font, self._px(size), 700)
        return min(size, int(size * 0.9 * self._width / max(1, width)))

    def _px(self, length: float) -> int:
        return max(1, round(length * self._scale))

    def _point(self, x: float, y: float) -> tuple[int, int]:
        return round(x * self._scale), round(y * self._scale)


def timecode(number: int) -> str:
    """Of frame `number`: hours:minutes:seconds:frames."""
    seconds, frames = divmod(number, FPS)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}:{frames:02}"
