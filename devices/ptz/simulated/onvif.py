"""The simulated camera's ONVIF services: device, media and PTZ, as much of them as `OnvifHead` asks for."""

import asyncio
import base64
import contextlib
import hashlib
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from aiohttp import web
from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Xml

from devices.ptz.simulated.cgi import Guarded, serving
from devices.ptz.simulated.faults import Faults
from devices.ptz.simulated.motors import FASTEST_ZOOM, PAN_RANGE, PAN_SPEEDS, TILT_RANGE, TILT_SPEEDS, Motors

_ENVELOPE = """<?xml version="1.0" encoding="UTF-8"?>
<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema"
 xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl"
 xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:ter="http://www.onvif.org/ver10/error"><s:Body>{}</s:Body>
</s:Envelope>"""
_SPACES = "http://www.onvif.org/ver10/tptz/"
_PROFILE = "profile_1"
Element = Any
"""Of ElementTree, which is not to be named without its dangers."""


class _Fault(Exception):
    def __init__(self, subcode: str, reason: str) -> None:
        super().__init__(reason)
        self.subcode, self.reason = subcode, reason


class SimulatedOnvif(Guarded):
    def __init__(self, motors: Motors, faults: Faults, user: str, password: str) -> None:
        super().__init__(motors, faults, user, password)
        self.login = "none"  # of HTTP: ONVIF's own is in the envelope
        self.names: dict[int, str] = {}
        self._limit: asyncio.TimerHandle | None = None

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()

        async def act() -> web.Response:
            try:
                text, status = self._answer(body, f"http://{request.host}/onvif/"), 200
            except _Fault as fault:
                status = 400
                text = (
                    "<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>ter:"
                    f"{fault.subcode}</s:Value></s:Subcode></s:Code>"
                    f'<s:Reason><s:Text xml:lang="en">{escape(fault.reason)}</s:Text></s:Reason></s:Fault>'
                )
            return web.Response(
                text=_ENVELOPE.format(text), status=status, content_type="application/soap+xml", charset="utf-8"
            )

        return await self.answer(request, act)

    def _answer(self, body: bytes, base: str) -> str:
        try:
            envelope = Xml.fromstring(body)
        except (Xml.ParseError, DefusedXmlException, ValueError) as error:
            raise _Fault("WellFormed", "not XML") from error
        content = next(iter(envelope.find("{*}Body") or ()), None)
        if content is None:
            raise _Fault("WellFormed", "no body")
        name = content.tag.rpartition("}")[2]
        if name not in ("GetSystemDateAndTime", "GetServices", "GetCapabilities") and not self._may(envelope):
            raise _Fault("NotAuthorized", "Sender not Authorized")
        self.asked.append(name)
        act = _ACTS.get(name)
        if act is None:
            raise _Fault("ActionNotSupported", f"no {name}")
        return act(self, content, base)

    def _may(self, envelope: Element) -> bool:
        """WS-Security's UsernameToken: base64(sha1(nonce + created + password))."""
        if not self.user:
            return True
        said = {
            name: envelope.findtext(f".//{{*}}{name}") or "" for name in ("Username", "Password", "Nonce", "Created")
        }
        mixed = base64.b64decode(said["Nonce"]) + said["Created"].encode() + self.password.encode()
        proof = base64.b64encode(hashlib.sha1(mixed, usedforsecurity=False).digest()).decode()
        return said["Username"] == self.user and said["Password"] == proof

    # --- device and media

    def date(self, _: Element, __: str) -> str:
        now = datetime.now(UTC)
        return (
            "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType>"
            "<tt:DaylightSavings>false</tt:DaylightSavings><tt:UTCDateTime>"
            f"<tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute>"
            f"<tt:Second>{now.second}</tt:Second></tt:Time><tt:Date><tt:Year>{now.year}</tt:Year>"
            f"<tt:Month>{now.month}</tt:Month><tt:Day>{now.day}</tt:Day></tt:Date></tt:UTCDateTime>"
            "</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
        )

    def services(self, _: Element, base: str) -> str:
        spaces = {
            "http://www.onvif.org/ver10/device/wsdl": "device_service",
            "http://www.onvif.org/ver10/media/wsdl": "media",
            "http://www.onvif.org/ver20/ptz/wsdl": "ptz",
        }
        entries = "".join(
            f"<tds:Service><tds:Namespace>{space}</tds:Namespace><tds:XAddr>{base}{path}</tds:XAddr>"
            "<tds:Version><tt:Major>2</tt:Major><tt:Minor>4</tt:Minor></tds:Version></tds:Service>"
            for space, path in spaces.items()
        )
        return f"<tds:GetServicesResponse>{entries}</tds:GetServicesResponse>"

    def profiles(self, _: Element, __: str) -> str:
        return (
            '<trt:GetProfilesResponse><trt:Profiles fixed="true" token="profile_0"><tt:Name>still</tt:Name>'
            "</trt:Profiles>"
            f'<trt:Profiles fixed="true" token="{_PROFILE}"><tt:Name>main</tt:Name>'
            '<tt:PTZConfiguration token="ptz_1"><tt:Name>ptz</tt:Name><tt:UseCount>1</tt:UseCount>'
            "<tt:NodeToken>node_1</tt:NodeToken></tt:PTZConfiguration></trt:Profiles></trt:GetProfilesResponse>"
        )

    # --- PTZ

    def status(self, _: Element, __: str) -> str:
        now = _now()
        x, y = self.motors.at("pan", now) / PAN_RANGE[1], self.motors.at("tilt", now) / TILT_RANGE[1]
        moving = "MOVING" if self.motors.moving(now) else "IDLE"
        return (
            "<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position>"
            f'<tt:PanTilt x="{x:.6f}" y="{y:.6f}" space="{_SPACES}PanTiltSpaces/PositionGenericSpace"/>'
            f'<tt:Zoom x="{self.motors.at("zoom", now):.6f}" space="{_SPACES}ZoomSpaces/PositionGenericSpace"/>'
            f"</tt:Position><tt:MoveStatus><tt:PanTilt>{moving}</tt:PanTilt><tt:Zoom>{moving}</tt:Zoom></tt:MoveStatus>"
            f"<tt:UtcTime>{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}</tt:UtcTime></tptz:PTZStatus></tptz:GetStatusResponse>"
        )

    def presets(self, _: Element, __: str) -> str:
        entries = "".join(
            f'<tptz:Preset token="{slot}"><tt:Name>{escape(self.names.get(slot, ""))}</tt:Name></tptz:Preset>'
            for slot in sorted(self.motors.presets)
        )
        return f"<tptz:GetPresetsResponse>{entries}</tptz:GetPresetsResponse>"

    def set_preset(self, asked: Element, _: str) -> str:
        known = asked.findtext("{*}PresetToken")
        slot = int(known) if known and known.isdigit() else max(self.motors.presets, default=100) + 1
        self.motors.store(slot, _now())
        self.names[slot] = asked.findtext("{*}PresetName") or ""
        return f"<tptz:SetPresetResponse><tptz:PresetToken>{slot}</tptz:PresetToken></tptz:SetPresetResponse>"

    def go_to_preset(self, asked: Element, _: str) -> str:
        token = asked.findtext("{*}PresetToken") or ""
        if not token.isdigit() or int(token) not in self.motors.presets:
            raise _Fault("NoToken", "no such preset")
        self.motors.recall(int(token), _now())
        return "<tptz:GotoPresetResponse/>"

    def home(self, _: Element, __: str) -> str:
        self.motors.home(_now())
        return "<tptz:GotoHomePositionResponse/>"

    def move(self, asked: Element, _: str) -> str:
        now = _now()
        velocity = asked.find("{*}Velocity")
        turn, lens = (velocity.find(f"{{*}}{name}") if velocity is not None else None for name in ("PanTilt", "Zoom"))
        if turn is not None:
            self.motors.drive("pan", _number(turn, "x") * PAN_SPEEDS[-1], now)
            self.motors.drive("tilt", _number(turn, "y") * TILT_SPEEDS[-1], now)
        if lens is not None:
            self.motors.drive("zoom", _number(lens, "x") * FASTEST_ZOOM, now)
        self._until(asked.findtext("{*}Timeout"))
        return "<tptz:ContinuousMoveResponse/>"

    def _until(self, limit: str | None) -> None:
        """It stops by itself when its time is over."""
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None
        seconds = re.fullmatch(r"PT([\d.]+)S", limit or "")
        if seconds:
            self._limit = asyncio.get_running_loop().call_later(float(seconds[1]), self._over)

    def _over(self) -> None:
        self._limit = None
        self.motors.stop(_now())

    def stop(self, _: Element, __: str) -> str:
        self._until(None)
        self.motors.stop(_now())
        return "<tptz:StopResponse/>"

    def go_to(self, asked: Element, _: str) -> str:
        turn, lens = asked.find("{*}Position/{*}PanTilt"), asked.find("{*}Position/{*}Zoom")
        targets: dict[str, tuple[float, float]] = {}
        if turn is not None:
            targets["pan"] = (_number(turn, "x") * PAN_RANGE[1], PAN_SPEEDS[-1])
            targets["tilt"] = (_number(turn, "y") * TILT_RANGE[1], TILT_SPEEDS[-1])
        if lens is not None:
            targets["zoom"] = (_number(lens, "x"), FASTEST_ZOOM)
        self.motors.send(targets, _now())
        return "<tptz:AbsoluteMoveResponse/>"


def _number(element: Element, name: str) -> float:
    try:
        value = float(element.get(name, ""))
    except ValueError as error:
        raise _Fault("InvalidArgVal", f"{name} is no number") from error
    if not -1 <= value <= 1:
        raise _Fault("InvalidPosition", f"{name} is out of bounds")
    return value


def _now() -> float:
    return asyncio.get_running_loop().time()


_ACTS: dict[str, Callable[[SimulatedOnvif, Element, str], str]] = {
    "GetSystemDateAndTime": SimulatedOnvif.date,
    "GetServices": SimulatedOnvif.services,
    "GetProfiles": SimulatedOnvif.profiles,
    "GetStatus": SimulatedOnvif.status,
    "GetPresets": SimulatedOnvif.presets,
    "SetPreset": SimulatedOnvif.set_preset,
    "GotoPreset": SimulatedOnvif.go_to_preset,
    "GotoHomePosition": SimulatedOnvif.home,
    "ContinuousMove": SimulatedOnvif.move,
    "Stop": SimulatedOnvif.stop,
    "AbsoluteMove": SimulatedOnvif.go_to,
}


@contextlib.asynccontextmanager
async def serve_onvif(
    host: str, port: int, motors: Motors, faults: Faults, user: str, password: str
) -> AsyncIterator[SimulatedOnvif]:
    """Without a user it lets everybody in."""
    camera = SimulatedOnvif(motors, faults, user, password)
    app = web.Application()
    app.router.add_post("/onvif/{service}", camera.handle)
    async with serving(app, host, port) as camera.port:
        yield camera
