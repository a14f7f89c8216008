"""All of it."""

from control.core.types import CameraId, InputId, SceneId, SwitchId
from control.show.cameras import Camera, Feeds, Switch
from control.show.contest import Contest
from control.show.graphics import Graphic, Theme
from control.show.outside import Outputs, Outside, Target
from control.show.parts import Language, Name, Part, Transition
from control.show.rundown import Rundown
from control.show.scenes import Audio, Obs, Scene
from control.show.timers import NamedTimer


class Show(Part, frozen=True, kw_only=True):
    title: Name
    language: Language = "ru"
    time_zone: str = "Europe/Moscow"
    obs: Obs = Obs()
    cameras: tuple[Camera, ...] = ()
    feeds: Feeds = Feeds()
    audio: tuple[Audio, ...] = ()
    switches: tuple[Switch, ...] = ()
    scenes: tuple[Scene, ...]
    slate: SceneId | None = None
    """The scene of the panic button; absent: the first scene."""
    transition: Transition = Transition()
    theme: Theme = Theme()
    graphics: tuple[Graphic, ...] = ()
    timers: tuple[NamedTimer, ...] = ()
    contest: Contest | None = None
    rundown: Rundown | None = None
    outputs: Outputs = Outputs()
    outside: Outside = Outside()
    calls: tuple[Target, ...] = ()

    def camera(self, camera_id: CameraId) -> Camera | None:
        return next((camera for camera in self.cameras if camera.id == camera_id), None)

    def switch(self, switch_id: SwitchId) -> Switch | None:
        return next((switch for switch in self.switches if switch.id == switch_id), None)

    def scene(self, scene_id: SceneId) -> Scene | None:
        return next((scene for scene in self.scenes if scene.id == scene_id), None)

    @property
    def slate_scene(self) -> SceneId:
        return self.slate or self.scenes[0].id

    def audible(self) -> tuple[tuple[InputId, str], ...]:
        """Every input with sound, in the order of the mixer: (id, name)."""
        cameras = [(InputId(camera.id), camera.name) for camera in self.cameras if camera.audio]
        devices = [(device.id, device.name) for device in self.audio]
        media = [
            (InputId(item.id), item.name)
            for scene in self.scenes
            for item in scene.sources
            if item.media is not None and item.media.audio
        ]
        return tuple(devices + cameras + media)
