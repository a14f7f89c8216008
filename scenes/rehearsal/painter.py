"""Pictures of the rehearsal switcher's scenes. Plain functions of the model, run on a thread: see the server.

Text is drawn with the font OpenCV 5 carries, which has Cyrillic. Cameras and media are moving test pictures with the
source's name: decoding their files would cost more than a rehearsal is worth.
"""

import math
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from scenes.rehearsal.model import Model
from scenes.rehearsal.things import Input, Item

Pixels = NDArray[np.uint8]
"""Height × width × 3, blue, green, red."""
_FONT = cv2.FontFace("sans")
_HUES = ((92, 60, 36), (36, 58, 94), (58, 84, 42), (84, 46, 78))


def paint(model: Model, name: str, width: int, height: int, seconds: float) -> Pixels:
    """A scene or one source at `seconds` of the server's clock, scaled into width × height."""
    picture: Pixels = np.zeros((height, width, 3), np.uint8)
    scale = (width / model.canvas.width, height / model.canvas.height)
    if name in model.scenes:
        for item in tuple(model.scenes[name].items):
            if item.enabled and item.source in model.inputs:
                _paint_item(model, item, picture, scale, seconds)
        _mark(picture)
    elif name in model.inputs:
        _cover(picture, _source(model.inputs[name], name, width, height, seconds), 0, 0)
    return picture


def mixed(before: Pixels, after: Pixels, part: float) -> Pixels:
    """The middle of a fade."""
    return cv2.addWeighted(before, 1 - part, after, part, 0).astype(np.uint8, copy=False)


def jpeg(picture: Pixels, quality: int) -> bytes:
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality if quality >= 0 else 80])
    assert done
    return data.tobytes()


def png(picture: Pixels) -> bytes:
    done, data = cv2.imencode(".png", picture)
    assert done
    return data.tobytes()


def box_of(model: Model, item: Item) -> tuple[float, float, float, float]:
    """Left, top, width, height on the canvas: the bounds if there are any, else the scaled source."""
    shape = item.transform
    if shape["boundsType"] != "OBS_BOUNDS_NONE":
        return shape["positionX"], shape["positionY"], shape["boundsWidth"], shape["boundsHeight"]
    width, height = model.size_of(item.source)
    return shape["positionX"], shape["positionY"], width * shape["scaleX"], height * shape["scaleY"]


def _paint_item(model: Model, item: Item, picture: Pixels, scale: tuple[float, float], seconds: float) -> None:
    left, top, width, height = box_of(model, item)
    x, y = round(left * scale[0]), round(top * scale[1])
    w, h = round(width * scale[0]), round(height * scale[1])
    if w < 1 or h < 1 or w > 8192 or h > 8192:
        return
    _cover(picture, _source(model.inputs[item.source], item.source, w, h, seconds, scale[1]), x, y)


def _source(made: Input, name: str, width: int, height: int, seconds: float, scale: float = 1.0) -> NDArray[np.uint8]:
    """Height × width × 4: blue, green, red, alpha; × 3: nothing shines through."""
    settings = made.settings
    if made.kind.startswith("color_source"):
        abgr = int(settings.get("color", 0xFFD1D1D1))
        full = _colour(abgr, width, height)
        return full[..., :3] if abgr >> 24 == 255 else full
    if made.kind.startswith("text_"):
        size = max(6, round(int(settings.get("font", {}).get("size", 64)) * scale))
        colour = int(settings.get("color1", settings.get("color", 0xFFFFFF)))
        return _text(str(settings.get("text", "")), size, colour, width, height)
    if made.kind == "image_source":
        return _image(str(settings.get("file", "")), width, height)
    if made.kind == "browser_source":
        return _glass(name, width, height)
    return _camera(name, width, height, seconds)


@lru_cache(maxsize=64)
def _colour(abgr: int, width: int, height: int) -> NDArray[np.uint8]:
    pixel = [abgr >> 16 & 255, abgr >> 8 & 255, abgr & 255, abgr >> 24 & 255]
    return np.full((height, width, 4), pixel, np.uint8)


@lru_cache(maxsize=64)
def _text(text: str, size: int, abgr: int, width: int, height: int) -> NDArray[np.uint8]:
    mask = np.zeros((height, width, 3), np.uint8)
    cv2.putText(mask, text, (0, min(height - 1, size)), (255, 255, 255), _FONT, size, 400)
    out = _colour(abgr | 0xFF000000, width, height).copy()
    out[..., 3] = mask[..., 0]
    return out


@lru_cache(maxsize=32)
def _image(file: str, width: int, height: int) -> NDArray[np.uint8]:
    try:
        read = cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR)  # imread knows no Cyrillic paths on Windows
    except (OSError, cv2.error):
        read = None
    if read is None:
        return _glass(file, width, height)
    return np.asarray(cv2.resize(read, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


@lru_cache(maxsize=32)
def _glass(name: str, width: int, height: int) -> NDArray[np.uint8]:
    """A page or a graphic: seen through, with a frame; a rehearsal has no browser in it."""
    out = np.zeros((height, width, 4), np.uint8)
    cv2.rectangle(out, (2, 2), (width - 3, height - 3), (200, 200, 200, 90), 1)
    return out


@lru_cache(maxsize=32)
def _card(name: str, width: int, height: int) -> Pixels:
    """The part of a camera's picture that stands still."""
    hue = _HUES[sum(map(ord, name)) % len(_HUES)]
    light = np.linspace(1.2, 0.7, height)[:, None, None]
    picture = np.clip(np.array(hue)[None, None, :] * light * np.ones((1, width, 1)), 0, 255).astype(np.uint8)
    figure = tuple(min(255, channel * 2) for channel in hue)
    unit = min(width, height * 16 // 9) / 1280
    middle = width // 2
    shoulders = (round(250 * unit), round(270 * unit))
    cv2.ellipse(picture, (middle, height + round(40 * unit)), shoulders, 0, 180, 360, figure, -1, cv2.LINE_AA)
    cv2.circle(picture, (middle, height - round(350 * unit)), max(1, round(112 * unit)), figure, -1, cv2.LINE_AA)
    title = name.removeprefix("Efir · ")
    where = (round(48 * unit), round(120 * unit))
    cv2.putText(picture, title, where, (255, 255, 255), _FONT, max(8, round(64 * unit)), 600)
    return picture


def _camera(name: str, width: int, height: int, seconds: float) -> Pixels:
    picture = _card(name, width, height).copy()
    radius = max(4, height // 12)
    centre = (width - 2 * radius, height - 2 * radius)
    angle = seconds * math.pi
    tip = (round(centre[0] + radius * math.sin(angle)), round(centre[1] - radius * math.cos(angle)))
    cv2.circle(picture, centre, radius, (235, 235, 235), max(1, radius // 10), cv2.LINE_AA)
    cv2.line(picture, centre, tip, (235, 235, 235), max(1, radius // 8), cv2.LINE_AA)
    return picture


def _mark(picture: Pixels) -> None:
    """So that nobody takes it for the real thing: top left, where neither names nor clocks are."""
    size = max(7, picture.shape[0] // 30)
    where = (size // 2, round(size * 1.4))
    cv2.putText(picture, "РЕПЕТИЦИЯ · REHEARSAL", where, (120, 190, 255), _FONT, size, 600)


def _cover(picture: Pixels, layer: NDArray[np.uint8], x: int, y: int) -> None:
    """Lays `layer` over the picture; what hangs over the edge is cut off."""
    height, width = picture.shape[:2]
    left, top = max(0, x), max(0, y)
    right, bottom = min(width, x + layer.shape[1]), min(height, y + layer.shape[0])
    if right <= left or bottom <= top:
        return
    part = layer[top - y : bottom - y, left - x : right - x]
    target: Any = picture[top:bottom, left:right]
    if part.shape[2] == 3:
        target[:] = part
        return
    alpha = part[..., 3:4]
    if alpha.max() > 0:
        blend = part[..., :3].astype(np.uint16) * alpha + target.astype(np.uint16) * (255 - alpha)
        target[:] = (blend // 255).astype(np.uint8)
