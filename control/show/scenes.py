"""The picture and the sound: the canvas, the scenes and what stands in them, devices that are heard."""

from typing import Annotated, Literal, get_args

from msgspec import Meta

from control.core.types import CameraId, InputId, ItemId, SceneId, SwitchId
from control.secret import Secret
from control.show.parts import Colour, Name, Part, Transition, Volume

ItemKind = Literal["camera", "switch", "media", "image", "colour", "text", "browser", "graphics"]
Fit = Literal["contain", "cover", "stretch", "none"]
GRAPHICS_NAME = "Графика"
"""Of the input of Efir's own graphics in OBS: no camera and no microphone can have it."""


class Canvas(Part, frozen=True, kw_only=True):
    width: Annotated[int, Meta(ge=64, le=7680)] = 1920
    height: Annotated[int, Meta(ge=64, le=4320)] = 1080
    fps: Annotated[int, Meta(ge=5, le=120)] = 30


class Obs(Part, frozen=True, kw_only=True):
    url: str = "ws://127.0.0.1:4455"
    password: Secret | None = None
    canvas: Canvas = Canvas()


class Place(Part, frozen=True, kw_only=True):
    """Where an item stands on the canvas; absent width and height mean the whole canvas."""

    x: int = 0
    y: int = 0
    width: Annotated[int, Meta(ge=1)] | None = None
    height: Annotated[int, Meta(ge=1)] | None = None
    fit: Fit = "cover"


class Media(Part, frozen=True, kw_only=True):
    file: Name
    loop: bool = False
    audio: bool = True


class Text(Part, frozen=True, kw_only=True):
    text: str
    size: Annotated[int, Meta(ge=8, le=500)] = 64
    colour: Colour = "#FFFFFF"


class Browser(Part, frozen=True, kw_only=True):
    url: Name
    width: Annotated[int, Meta(ge=1, le=7680)] | None = None
    height: Annotated[int, Meta(ge=1, le=4320)] | None = None
    """Of the page's window; absent: the canvas's."""


class Item(Part, frozen=True, kw_only=True):
    """One thing in a scene, above those before it: exactly one of camera, switch, media, image, colour, text, browser,
    graphics."""

    id: ItemId
    """Unique in its scene; that of a media item, being an input, in the show."""
    name: str = ""
    """Absent in the file: the camera's name, else the id. Never empty once the file is read."""
    visible: bool = True
    place: Place = Place()
    camera: CameraId | None = None
    switch: SwitchId | None = None
    media: Media | None = None
    image: Name | None = None
    """A file."""
    colour: Colour | None = None
    text: Text | None = None
    browser: Browser | None = None
    graphics: Literal[True] | None = None
    """Efir's own graphics page over the picture."""

    @property
    def kind(self) -> ItemKind:
        for kind in get_args(ItemKind):
            if getattr(self, kind) is not None:
                found: ItemKind = kind
                return found
        raise ValueError(f"the item {self.id} is of no kind")


class Scene(Part, frozen=True, kw_only=True):
    id: SceneId
    name: Name
    """Also the scene's name in OBS."""
    sources: tuple[Item, ...] = ()
    transition: Transition | None = None
    """Into this scene; absent: the show's own."""


class Audio(Part, frozen=True, kw_only=True):
    """A capture device of the machine OBS runs on."""

    id: InputId
    name: Name
    device: str = "default"
    direction: Literal["input", "output"] = "input"
    volume: Volume = 0.0
    muted: bool = False
