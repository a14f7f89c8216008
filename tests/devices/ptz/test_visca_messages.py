"""Every command and inquiry against bytes written down from the vendors' lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ptz.visca import inquiries as q
from devices.ptz.visca import messages as m
from devices.ptz.visca.codec import Malformed, packet, payload_of
from devices.ptz.visca.patterns import Answer, Command, Inquiry, parse_request

GOLDEN: list[tuple[Command | Inquiry, str]] = [
    (m.IfClear(), "81 01 00 01 FF"),
    (m.Cancel(1), "81 21 FF"),
    (m.Cancel(2), "81 22 FF"),
    (m.SetPower(m.Power.ON), "81 01 04 00 02 FF"),
    (m.SetPower(m.Power.OFF), "81 01 04 00 03 FF"),
    # pan and tilt: all nine ways
    (m.PanTilt(0x18, 0x14, m.Across.STOP, m.Along.UP), "81 01 06 01 18 14 03 01 FF"),
    (m.PanTilt(0x18, 0x14, m.Across.STOP, m.Along.DOWN), "81 01 06 01 18 14 03 02 FF"),
    (m.PanTilt(1, 1, m.Across.LEFT, m.Along.STOP), "81 01 06 01 01 01 01 03 FF"),
    (m.PanTilt(1, 1, m.Across.RIGHT, m.Along.STOP), "81 01 06 01 01 01 02 03 FF"),
    (m.PanTilt(9, 8, m.Across.LEFT, m.Along.UP), "81 01 06 01 09 08 01 01 FF"),
    (m.PanTilt(9, 8, m.Across.RIGHT, m.Along.UP), "81 01 06 01 09 08 02 01 FF"),
    (m.PanTilt(9, 8, m.Across.LEFT, m.Along.DOWN), "81 01 06 01 09 08 01 02 FF"),
    (m.PanTilt(9, 8, m.Across.RIGHT, m.Along.DOWN), "81 01 06 01 09 08 02 02 FF"),
    (m.PanTilt(1, 1, m.Across.STOP, m.Along.STOP), "81 01 06 01 01 01 03 03 FF"),
    (m.PanTiltTo(0x18, 0x14, -2448, 1296), "81 01 06 02 18 14 0F 06 07 00 00 05 01 00 FF"),
    (m.PanTiltBy(0x0C, 0x0A, 1, -1), "81 01 06 03 0C 0A 00 00 00 01 0F 0F 0F 0F FF"),
    (m.PanTiltHome(), "81 01 06 04 FF"),
    (m.PanTiltReset(), "81 01 06 05 FF"),
    (m.Zoom(m.ZoomWay.STOP), "81 01 04 07 00 FF"),
    (m.Zoom(m.ZoomWay.TELE), "81 01 04 07 02 FF"),
    (m.Zoom(m.ZoomWay.WIDE), "81 01 04 07 03 FF"),
    (m.ZoomTele(0), "81 01 04 07 20 FF"),
    (m.ZoomTele(7), "81 01 04 07 27 FF"),
    (m.ZoomWide(0), "81 01 04 07 30 FF"),
    (m.ZoomWide(7), "81 01 04 07 37 FF"),
    (m.ZoomTo(0x4000), "81 01 04 47 04 00 00 00 FF"),
    (m.ZoomTo(0x1A2B), "81 01 04 47 01 0A 02 0B FF"),
    (m.MoveFocus(m.FocusWay.STOP), "81 01 04 08 00 FF"),
    (m.MoveFocus(m.FocusWay.FAR), "81 01 04 08 02 FF"),
    (m.MoveFocus(m.FocusWay.NEAR), "81 01 04 08 03 FF"),
    (m.FocusFar(3), "81 01 04 08 23 FF"),
    (m.FocusNear(7), "81 01 04 08 37 FF"),
    (m.FocusTo(0xF000), "81 01 04 48 0F 00 00 00 FF"),
    (m.SetFocusMode(m.FocusMode.AUTO), "81 01 04 38 02 FF"),
    (m.SetFocusMode(m.FocusMode.MANUAL), "81 01 04 38 03 FF"),
    (m.SetFocusMode(m.FocusMode.TOGGLE), "81 01 04 38 10 FF"),
    (m.FocusOnce(), "81 01 04 18 01 FF"),
    (m.Memory(m.MemoryAct.RESET, 0), "81 01 04 3F 00 00 FF"),
    (m.Memory(m.MemoryAct.SET, 89), "81 01 04 3F 01 59 FF"),
    (m.Memory(m.MemoryAct.RECALL, 254), "81 01 04 3F 02 FE FF"),
    (m.SetWhiteBalance(m.WhiteBalanceMode.AUTO), "81 01 04 35 00 FF"),
    (m.SetWhiteBalance(m.WhiteBalanceMode.INDOOR), "81 01 04 35 01 FF"),
    (m.SetWhiteBalance(m.WhiteBalanceMode.OUTDOOR), "81 01 04 35 02 FF"),
    (m.SetWhiteBalance(m.WhiteBalanceMode.ONE_PUSH), "81 01 04 35 03 FF"),
    (m.SetWhiteBalance(m.WhiteBalanceMode.AUTO_TRACING), "81 01 04 35 04 FF"),
    (m.SetWhiteBalance(m.WhiteBalanceMode.MANUAL), "81 01 04 35 05 FF"),
    (m.WhiteBalanceOnce(), "81 01 04 10 05 FF"),
    (m.StepRed(m.Step.RESET), "81 01 04 03 00 FF"),
    (m.StepRed(m.Step.UP), "81 01 04 03 02 FF"),
    (m.StepRed(m.Step.DOWN), "81 01 04 03 03 FF"),
    (m.SetRed(0xA5), "81 01 04 43 00 00 0A 05 FF"),
    (m.StepBlue(m.Step.DOWN), "81 01 04 04 03 FF"),
    (m.SetBlue(0xFF), "81 01 04 44 00 00 0F 0F FF"),
    (m.SetExposure(m.ExposureMode.AUTO), "81 01 04 39 00 FF"),
    (m.SetExposure(m.ExposureMode.MANUAL), "81 01 04 39 03 FF"),
    (m.SetExposure(m.ExposureMode.SHUTTER_PRIORITY), "81 01 04 39 0A FF"),
    (m.SetExposure(m.ExposureMode.IRIS_PRIORITY), "81 01 04 39 0B FF"),
    (m.SetExposure(m.ExposureMode.BRIGHT), "81 01 04 39 0D FF"),
    (m.StepShutter(m.Step.UP), "81 01 04 0A 02 FF"),
    (m.SetShutter(0x11), "81 01 04 4A 00 00 01 01 FF"),
    (m.StepIris(m.Step.RESET), "81 01 04 0B 00 FF"),
    (m.StepIris(m.Step.UP), "81 01 04 0B 02 FF"),
    (m.StepIris(m.Step.DOWN), "81 01 04 0B 03 FF"),
    (m.SetIris(0x11), "81 01 04 4B 00 00 01 01 FF"),
    (m.StepGain(m.Step.UP), "81 01 04 0C 02 FF"),
    (m.SetGain(0x07), "81 01 04 4C 00 00 00 07 FF"),
    (m.StepBright(m.Step.UP), "81 01 04 0D 02 FF"),
    (m.SetBright(0x17), "81 01 04 4D 00 00 01 07 FF"),
    (m.SetCompensation(m.Switch.ON), "81 01 04 3E 02 FF"),
    (m.SetCompensation(m.Switch.OFF), "81 01 04 3E 03 FF"),
    (m.StepCompensation(m.Step.UP), "81 01 04 0E 02 FF"),
    (m.CompensationTo(0x0E), "81 01 04 4E 00 00 00 0E FF"),
    (m.SetBacklight(m.Switch.ON), "81 01 04 33 02 FF"),
    (m.SetBacklight(m.Switch.OFF), "81 01 04 33 03 FF"),
    (m.TallyRed(m.Switch.ON), "81 01 7E 01 0A 00 02 FF"),
    (m.TallyRed(m.Switch.OFF), "81 01 7E 01 0A 00 03 FF"),
    (m.TallyGreen(m.Switch.ON), "81 01 7E 04 1A 00 02 FF"),
    (m.TallyGreen(m.Switch.OFF), "81 01 7E 04 1A 00 03 FF"),
    (m.TallyOptics(m.Lamp.FLASHING), "81 0A 02 02 01 FF"),
    (m.TallyOptics(m.Lamp.ON), "81 0A 02 02 02 FF"),
    (m.TallyOptics(m.Lamp.OFF), "81 0A 02 02 03 FF"),
    (q.AskVersion(), "81 09 00 02 FF"),
    (q.AskPanTilt(), "81 09 06 12 FF"),
    (q.AskPanTiltSpeeds(), "81 09 06 11 FF"),
    (q.AskZoom(), "81 09 04 47 FF"),
    (q.AskFocus(), "81 09 04 48 FF"),
    (q.AskFocusMode(), "81 09 04 38 FF"),
    (q.AskPower(), "81 09 04 00 FF"),
    (q.AskWhiteBalance(), "81 09 04 35 FF"),
    (q.AskExposure(), "81 09 04 39 FF"),
    (q.AskIris(), "81 09 04 4B FF"),
    (q.AskGain(), "81 09 04 4C FF"),
    (q.AskTallyRed(), "81 09 7E 01 0A FF"),
]

ANSWERS: list[tuple[type[Inquiry], Answer, str]] = [
    (q.AskVersion, q.Version(0x0020, 0x0511, 0x0100, 2), "00 20 05 11 01 00 02"),
    (q.AskPanTilt, q.PanTiltAt(-2448, 1296), "0F 06 07 00 00 05 01 00"),
    (q.AskPanTiltSpeeds, q.Speeds(0x18, 0x14), "18 14"),
    (q.AskZoom, q.Number16(0x4000), "04 00 00 00"),
    (q.AskFocus, q.Number16(0x12AB), "01 02 0A 0B"),
    (q.AskFocusMode, q.FocusIs(m.FocusMode.MANUAL), "03"),
    (q.AskPower, q.PowerIs(m.Power.ON), "02"),
    (q.AskPower, q.PowerIs(m.Power.FAULT), "04"),
    (q.AskWhiteBalance, q.WhiteBalanceIs(m.WhiteBalanceMode.MANUAL), "05"),
    (q.AskExposure, q.ExposureIs(m.ExposureMode.BRIGHT), "0D"),
    (q.AskIris, q.Number8(0x11), "00 00 01 01"),
    (q.AskGain, q.Number8(0x07), "00 00 00 07"),
    (q.AskTallyRed, q.SwitchIs(m.Switch.ON), "02"),
]


@pytest.mark.parametrize("message, packed", GOLDEN, ids=lambda value: value if isinstance(value, str) else "")
def test_requests_are_the_vendors_bytes_in_both_directions(message: Command | Inquiry, packed: str) -> None:
    assert packet(message.encode()).hex(" ").upper() == packed
    assert parse_request(payload_of(bytes.fromhex(packed))) == message


@pytest.mark.parametrize("inquiry, answer, packed", ANSWERS, ids=lambda value: value if isinstance(value, str) else "")
def test_answers_are_the_vendors_bytes_in_both_directions(inquiry: type[Inquiry], answer: Answer, packed: str) -> None:
    assert answer.encode().hex(" ").upper() == packed
    assert inquiry.ANSWER.decode(bytes.fromhex(packed)) == answer


def test_no_command_or_inquiry_is_without_golden_bytes() -> None:
    covered = {type(message) for message, _ in GOLDEN} | {m.AddressSet}
    assert {*Command.__subclasses__(), *Inquiry.__subclasses__()} == covered
    assert {inquiry for inquiry, _, _ in ANSWERS} == set(Inquiry.__subclasses__())


def test_setting_addresses_is_a_broadcast() -> None:
    assert packet(m.AddressSet(1).encode(), 8) == bytes.fromhex("88 30 01 FF")


@pytest.mark.parametrize(
    "message",
    [
        m.PanTilt(0, 1, m.Across.LEFT, m.Along.STOP),
        m.PanTilt(0x19, 1, m.Across.LEFT, m.Along.STOP),
        m.PanTiltTo(1, 1, 0x8000, 0),
        m.ZoomTele(8),
        m.ZoomTo(-1),
        m.ZoomTo(0x10000),
        m.Memory(m.MemoryAct.RECALL, 255),  # would end the packet
        m.Cancel(0),
        m.SetIris(256),
    ],
    ids=repr,
)
def test_what_is_out_of_range_is_not_sent(message: Command) -> None:
    with pytest.raises(Malformed):
        message.encode()


@given(st.binary(max_size=20))
def test_any_bytes_are_a_request_that_encodes_to_them_or_are_refused(payload: bytes) -> None:
    try:
        message = parse_request(payload)
    except Malformed:
        return
    assert message.encode() == payload


@given(st.sampled_from([packed for _, packed in GOLDEN]), st.data())
def test_a_flipped_byte_is_another_request_or_refused(packed: str, data: st.DataObject) -> None:
    payload = bytearray(payload_of(bytes.fromhex(packed)))
    payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 254))
    try:
        message = parse_request(bytes(payload))
    except Malformed:
        return
    assert message.encode() == bytes(payload)
