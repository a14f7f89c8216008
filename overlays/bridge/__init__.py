"""Puts the graphics page on air in an OBS without a browser source (Debian, Arch, Fedora).

A process of its own runs a headless Chromium, takes a picture whenever the page says that its pixels change, and offers
the newest one as raw BGRA in NUT over TCP, which OBS reads with a media source.

    bridge = BridgeProcess("http://127.0.0.1:8080/graphics?token=…", width=1280, height=720, fps=15)
    task = asyncio.create_task(bridge.run())
    await bridge.ready()
    settings = bridge.source_settings      # of OBS's "ffmpeg_source"
"""

from overlays.bridge.process import BridgeProcess, source_settings
from overlays.bridge.wire import Box, BridgeConfig, BridgeStatus

__all__ = ["Box", "BridgeConfig", "BridgeProcess", "BridgeStatus", "source_settings"]
