"""A camera that is not there, with faults on command: for rehearsals and tests. `efir simulate feed URL`."""

from devices.feeds.simulated.camera import Camera, CameraSettings
from devices.feeds.simulated.faults import Faults, FaultUnknown, obey

__all__ = ["Camera", "CameraSettings", "Faults", "FaultUnknown", "obey"]
