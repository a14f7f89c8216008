"""A phone that is not there: publishes a moving picture and a tone by WebRTC. How the offer travels is the caller's."""

from __future__ import annotations

import asyncio
import fractions
import time
from collections.abc import Awaitable, Callable
from typing import Final

import av
import cv2
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import VIDEO_CLOCK_RATE, VIDEO_TIME_BASE
from msgspec import Struct

from devices.footage import Footage, Picture

RATE: Final = 48_000
BLOCK: Final = 960
LOOP_S: Final = 24
PITCH_HZ: Final = 440.0
LEVEL: Final = 10 ** (-18 / 20)

Exchange = Callable[[str], Awaitable[str]]
"""Offer → answer."""


class PhoneSettings(Struct, frozen=True, kw_only=True):
    label: str = "Phone"
    width: int = 1280
    height: int = 720
    fps: int = 30
    audio: bool = True


class SimulatedPhone:
    """One connection; a new one is a new phone."""

    def __init__(self, settings: PhoneSettings) -> None:
        self.ended = asyncio.Event()
        """The connection has failed or was closed."""
        self._settings = settings
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._camera = _Camera(settings)
        self._microphone = _Microphone() if settings.audio else None

    async def publish(self, exchange: Exchange) -> None:
        """Returns when the answer is taken; the connection is made meanwhile."""
        self._peer.addTransceiver(self._camera, "sendonly")
        if self._microphone is not None:
            self._peer.addTransceiver(self._microphone, "sendonly")
        self._peer.add_listener("connectionstatechange", self._on_state)
        await self._peer.setLocalDescription(await self._peer.createOffer())
        answer = await exchange(self._peer.localDescription.sdp)
        await self._peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    def hold(self, on: bool) -> None:
        """Nothing is sent while it is on: a locked screen."""
        if on:
            self._camera.free.clear()
        else:
            self._camera.free.set()

    def turn(self) -> None:
        """The other camera: another picture, in another shape."""
        self._camera.turn()

    def mute(self, on: bool) -> None:
        if self._microphone is not None:
            self._microphone.muted = on

    async def close(self) -> None:
        await self._peer.close()
        self.ended.set()

    def _on_state(self) -> None:
        if self._peer.connectionState in ("failed", "closed"):
            self.ended.set()


class _Camera(MediaStreamTrack):
    kind = "video"

    def __init__(self, settings: PhoneSettings) -> None:
        super().__init__()
        self.free = asyncio.Event()
        self.free.set()
        self._settings = settings
        self._picture = Picture(Footage(settings.label, 0, settings.width, settings.height))
        self._turned = False
        self._began: float | None = None
        self._number = 0

    def turn(self) -> None:
        settings = self._settings
        self._turned = not self._turned
        size = (settings.height, settings.width) if self._turned else (settings.width, settings.height)
        self._picture = Picture(Footage(f"{settings.label} 2" if self._turned else settings.label, 1, *size))

    async def recv(self) -> av.VideoFrame:
        fps = self._settings.fps
        if self._began is None:
            self._began = time.monotonic()
        self._number = max(self._number + 1, int((time.monotonic() - self._began) * fps))
        await asyncio.sleep(max(0.0, self._began + self._number / fps - time.monotonic()))
        await self.free.wait()
        frame = await asyncio.to_thread(self._paint, self._picture, self._number)
        frame.pts, frame.time_base = self._number * VIDEO_CLOCK_RATE // fps, VIDEO_TIME_BASE
        return frame

    def _paint(self, picture: Picture, number: int) -> av.VideoFrame:
        pixels = picture.at(number * 25 // self._settings.fps % (LOOP_S * 25))
        planes = cv2.cvtColor(pixels, cv2.COLOR_BGR2YUV_I420).astype(np.uint8, copy=False)
        return av.VideoFrame.from_ndarray(planes, format="yuv420p")


class _Microphone(MediaStreamTrack):
    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.muted = False
        self._began: float | None = None
        self._samples = 0

    async def recv(self) -> av.AudioFrame:
        if self._began is None:
            self._began = time.monotonic()
        await asyncio.sleep(max(0.0, self._began + self._samples / RATE - time.monotonic()))
        at = (self._samples + np.arange(BLOCK)) / RATE
        wave = np.sin(2 * np.pi * PITCH_HZ * at) * (0.0 if self.muted else LEVEL) * 32_767
        frame = av.AudioFrame.from_ndarray(wave.astype(np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._samples, fractions.Fraction(1, RATE)
        self._samples += BLOCK
        return frame
