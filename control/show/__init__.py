"""The show: what the show file says, checked and frozen. Pure data; reading the file is `control.showfile`.

Sizes are canvas pixels, times are milliseconds, volumes are dB (0 = unchanged, never above +26 as OBS has it).

In the file, whatever has an `id` is written as a mapping from ids, in the order of the file; durations are written
`300ms`, `2s` or `5:00`, wall times `10:00`; secrets are written `!env NAME`; paths are relative to the file and
absolute here.
"""

from control.show.cameras import (
    DEVICE,
    MODEL_SLOTS,
    PHONE,
    PTZ_PORTS,
    TEST,
    Camera,
    CameraPreset,
    Expected,
    FeedHealth,
    FeedRules,
    Feeds,
    FeedSlate,
    Ptz,
    PtzModel,
    Switch,
    Voices,
)
from control.show.contest import Contest, Judge, Participant, Rules, Topic
from control.show.graphics import Corner, Graphic, Theme
from control.show.outside import OntimePort, OscIn, OscPeer, Outputs, Outside, Record, Stream, Target
from control.show.parts import IDENTIFIER, Colour, Language, Name, Part, Transition, TransitionKind
from control.show.rundown import OSC_ADDRESS, CueKind, PlanCue, PlanEntry, PlanGroup, Rundown, TimerAct
from control.show.scenes import (
    GRAPHICS_NAME,
    Audio,
    Browser,
    Canvas,
    Fit,
    Item,
    ItemKind,
    Media,
    Obs,
    Place,
    Scene,
    Text,
)
from control.show.timers import LONGEST_TIMER, Bank, NamedTimer, Protected, Stroke, TimerKind, TimerRest
from control.show.whole import Show

__all__ = [
    "Audio", "Bank", "Browser", "Camera", "CameraPreset", "Canvas", "Colour", "Contest", "Corner", "CueKind",
    "DEVICE", "Expected", "FeedHealth", "FeedRules", "FeedSlate", "Feeds", "Fit", "GRAPHICS_NAME", "Graphic",
    "IDENTIFIER", "Item", "ItemKind", "Judge", "LONGEST_TIMER", "Language", "MODEL_SLOTS", "Media", "Name",
    "NamedTimer", "OSC_ADDRESS", "Obs", "OntimePort", "OscIn", "OscPeer", "Outputs", "Outside", "PHONE", "PTZ_PORTS",
    "Part", "Participant", "Place", "PlanCue", "PlanEntry", "PlanGroup", "Protected", "Ptz", "PtzModel", "Record",
    "Rules", "Rundown", "Scene", "Show", "Stream", "Stroke", "Switch", "TEST", "Target", "Text", "Theme", "TimerAct",
    "TimerKind", "TimerRest", "Topic", "Transition", "TransitionKind", "Voices",
]  # fmt: skip
