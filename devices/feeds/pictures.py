"""Decoded frames → what OBS gets, what is judged, what people see. Blocking: a few milliseconds on a thread.

What goes out is planar 4:2:0 in BT.709, 16 … 235: NUT carries no colour space, and OBS takes unmarked video for that.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from msgspec import Struct
from numpy.typing import NDArray

from devices.feeds.measure import points
from devices.feeds.wire import Slate

BLACK: Final = (16, 128, 128)
THUMBNAIL_QUALITY: Final = 75
_UNSPECIFIED: Final = 2
_BT709: Final = 1
_LUMA_8 = frozenset({"yuv420p", "yuvj420p", "nv12", "nv21", "yuv422p", "yuvj422p", "yuv444p", "yuvj444p", "gray"})
_LUMA_10 = frozenset({"yuv420p10le", "yuv422p10le", "yuv444p10le"})


class Canvas(Struct, frozen=True):
    """The size of what goes out; both sides are even."""

    width: int
    height: int

    @property
    def size(self) -> int:
        """Bytes of a picture."""
        return self.width * self.height * 3 // 2

    def planes(self, picture: bytes | memoryview) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]:
        """Y, U and V as views."""
        flat = np.frombuffer(picture, np.uint8)
        whole, quarter = self.width * self.height, self.width * self.height // 4
        half = (self.height // 2, self.width // 2)
        return (
            flat[:whole].reshape(self.height, self.width),
            flat[whole : whole + quarter].reshape(half),
            flat[whole + quarter :].reshape(half),
        )

    def draw(self, frame: av.VideoFrame, aspect: float = 1.0) -> memoryview:
        """The whole frame in the middle, black beside it. `aspect`: the width of a pixel over its height."""
        width, height = fitted(frame.width * aspect, frame.height, self.width, self.height)
        fine = (frame.width, frame.height, frame.format.name) == (width, height, "yuv420p") and _is_709(frame)
        scaled = frame if fine else _converted(frame, width, height)
        if (width, height) == (self.width, self.height):
            return _packed(scaled)
        part = Canvas(width, height).planes(_packed(scaled))
        picture = bytearray(self.size)
        left, top = (self.width - width) // 4 * 2, (self.height - height) // 4 * 2
        for number, (plane, own) in enumerate(zip(self.planes(memoryview(picture)), part, strict=True)):
            plane.setflags(write=True)
            plane[:] = BLACK[number]
            across, down = (left, top) if number == 0 else (left // 2, top // 2)
            plane[down : down + own.shape[0], across : across + own.shape[1]] = own
        return memoryview(picture)

    def thumbnail(self, picture: bytes | memoryview, width: int, height: int) -> bytes:
        """JPEG of what goes out."""
        y, u, v = self.planes(picture)
        half = (width // 2, height // 2)
        small = [
            cv2.resize(plane, size, interpolation=cv2.INTER_AREA)
            for plane, size in ((y, (width, height)), (u, half), (v, half))
        ]
        packed = np.concatenate([plane.reshape(-1) for plane in small]).astype(np.uint8).reshape(-1, width)
        return _jpeg(cv2.cvtColor(packed, cv2.COLOR_YUV2BGR_I420).astype(np.uint8))


def fitted(width: float, height: float, most_width: int, most_height: int) -> tuple[int, int]:
    """As large as fits, in even numbers of pixels, at least 2."""
    scale = min(most_width / width, most_height / height)
    return tuple(  # type: ignore[return-value]
        min(most, max(2, round(side * scale / 2) * 2)) for side, most in ((width, most_width), (height, most_height))
    )


_own = threading.local()


def _scaler(purpose: str) -> VideoReformatter:
    """Of this thread: `frame.reformat` keeps one in the frame, and two threads in it wait for each other for ever. One
    thread for the scaling: the cores are for the other cameras."""
    scalers: dict[str, VideoReformatter] = _own.__dict__.setdefault("scalers", {})
    return scalers.setdefault(purpose, VideoReformatter())


def _is_709(frame: av.VideoFrame) -> bool:
    limited = frame.color_range != ColorRange.JPEG
    return limited and (frame.colorspace == _BT709 or (frame.colorspace == _UNSPECIFIED and frame.height >= 720))


def _converted(frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
    # Unmarked video is BT.709 from 720 lines on, BT.601 below: what every player takes it for.
    guess = Colorspace.ITU709 if frame.height >= 720 else Colorspace.ITU601
    return _scaler("out").reformat(
        frame, width, height, "yuv420p", threads=1,
        src_colorspace=guess if frame.colorspace == _UNSPECIFIED else None, dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
    )  # fmt: skip


def _packed(frame: av.VideoFrame) -> memoryview:
    """The planes of yuv420p one behind the other, without what pads their lines."""
    packed: Any = np.ascontiguousarray(frame.to_ndarray())
    return memoryview(packed).cast("B")


def luma(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """Brightness, height × width: a view into the frame where its format has one, else so many points of it as are
    looked at."""
    name = frame.format.name
    plane: Any = frame.planes[0]  # it has the buffer protocol, which its type does not say
    if name in _LUMA_8:
        bright: NDArray[np.uint8] = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
        return bright[:, : frame.width]
    if name in _LUMA_10:
        deep = np.frombuffer(plane, np.uint16).reshape(plane.height, plane.line_size // 2)[:, : frame.width]
        return (points(deep) >> 2).astype(np.uint8)
    small = _scaler("luma").reformat(frame, min(frame.width, 256), min(frame.height, 144), "gray", threads=1)
    return small.to_ndarray().astype(np.uint8, copy=False)


def jpeg(frame: av.VideoFrame, width: int = 640) -> bytes:
    """Of a decoded frame, so wide at most: what was wrong is to be seen in it."""
    width = min(width, frame.width)
    size = fitted(frame.width, frame.height, width, width * 2)
    small = _scaler("jpeg").reformat(frame, *size, "bgr24", threads=1)
    return _jpeg(small.to_ndarray().astype(np.uint8, copy=False))


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, THUMBNAIL_QUALITY])
    assert done
    return data.tobytes()


def draw_slate(slate: Slate, canvas: Canvas) -> memoryview:
    """The branded slate as it goes out. A picture that cannot be read is replaced by the drawn one: a slate that
    fails would be worse than a plain one."""
    pixels = _picture_of(slate.picture) if slate.picture else None
    if pixels is None:
        pixels = _drawn(slate, canvas)
    return canvas.draw(av.VideoFrame.from_ndarray(pixels, format="bgr24"))


def _picture_of(path: str) -> NDArray[np.uint8] | None:
    try:
        data = np.frombuffer(Path(path).read_bytes(), np.uint8)  # imread knows no Cyrillic paths on Windows
    except OSError:
        return None
    pixels = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    return None if pixels is None else np.ascontiguousarray(pixels, np.uint8)


def _drawn(slate: Slate, canvas: Canvas) -> NDArray[np.uint8]:
    """The colour, lighter at the top, and two lines in the middle."""
    red, green, blue = (int(slate.colour[at : at + 2], 16) for at in (1, 3, 5))
    light = np.linspace(1.25, 0.8, canvas.height)[:, None, None]
    ground = np.ones((1, canvas.width, 1)) * np.array([blue, green, red])
    pixels: NDArray[np.uint8] = np.clip(light * ground, 0, 255).astype(np.uint8)
    for text, line, size, weight in ((slate.title, 0.47, 0.10, 700), (slate.text, 0.60, 0.055, 400)):
        _centred(pixels, text, round(canvas.height * line), round(canvas.height * size), weight)
    return pixels


def _centred(pixels: NDArray[np.uint8], text: str, baseline: int, size: int, weight: int) -> None:
    if not text:
        return
    font = cv2.FontFace("sans")  # Rubik, which OpenCV carries: Latin and Cyrillic
    height, width = pixels.shape[:2]
    size = max(6, size)
    _, _, wide, _ = cv2.getTextSize((width, height), text, (0, 0), font, size, weight)
    if wide > width * 0.9:
        size = max(6, int(size * width * 0.9 / wide))
        _, _, wide, _ = cv2.getTextSize((width, height), text, (0, 0), font, size, weight)
    cv2.putText(pixels, text, ((width - wide) // 2, baseline), (240, 240, 240), font, size, weight)
