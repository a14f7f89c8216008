"""Cameras that move, as decided: presets, the lock of what is on air, acts that are performed once."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from control import entries, registry
from control.core import cameras
from control.core import program as on_program
from control.core.camera_acts import (
    Arrange,
    Forget,
    HeadPhase,
    HeadState,
    Home,
    Lock,
    ObserveHead,
    Open,
    Power,
    Preset,
    Recall,
    Rename,
    Report,
    Restore,
    SetFocus,
    SetIris,
    SetWhiteBalance,
    Store,
    Where,
)
from control.core.context import Context
from control.core.log import Undo
from control.core.rundown import commands as do
from control.core.rundown.plan import Plan
from control.core.rundown.state import Result
from control.core.sources import ShowItem
from control.core.types import SYSTEM, CameraId, Command, EntryId, ItemId, PresetId, SceneId
from control.errors import Rejection
from control.show import Camera, CameraPreset, Ptz, Scene, Show
from control.show import Item as SceneItem
from control.views.cameras import cameras as view
from tests.control.core.rundowns import SHOW, Playout, cue, item

DOME, FIXED = CameraId("dome"), CameraId("fixed")
STAGE, HALL = PresetId("stage"), PresetId("hall")
PTZ = Ptz(
    visca="10.0.0.1",
    slots=4,
    presets=(CameraPreset(id=STAGE, name="Сцена", slot=0), CameraPreset(id=HALL, name="Зал", slot=2)),
)
OURS: Show = msgspec.structs.replace(
    SHOW,
    cameras=(
        Camera(id=DOME, name="Купол", url="rtsp://x", ptz=PTZ),
        Camera(id=FIXED, name="Статив", url="rtsp://y"),
    ),
    scenes=(
        *SHOW.scenes,
        Scene(id=SceneId("cam"), name="Камера", sources=(SceneItem(id=ItemId("dome"), name="Купол", camera=DOME),)),
    ),
)


def ready(plan: Plan | None = None, show: Show = OURS) -> Playout:
    playout = Playout(plan or Plan(), "10:00", show)
    playout.do(Open(), by=SYSTEM)
    playout.do(ObserveHead(DOME, "connected"), by=SYSTEM)
    playout.do(on_program.Take(SceneId("slate")))
    return playout


def head(playout: Playout) -> HeadState:
    return cameras.head_of(playout.state.cameras, DOME)


def names(playout: Playout) -> list[tuple[str, int]]:
    return [(preset.name, preset.slot) for preset in head(playout).presets]


def number(playout: Playout) -> int:
    return list(playout.state.cameras.pending)[-1]


def test_the_files_presets_are_there_and_stay_as_people_made_them() -> None:
    show = ready()
    assert names(show) == [("Сцена", 0), ("Зал", 2)]
    show.do(Rename(DOME, HALL, "  Весь зал "))
    show.do(Forget(DOME, STAGE))
    show.do(Open(), by=SYSTEM)
    assert names(show) == [("Весь зал", 2)]


def test_a_preset_is_stored_in_a_free_slot_and_is_there_once_the_camera_has_it() -> None:
    show = ready()
    show.do(Store(DOME, " Трибуна "))
    assert names(show) == [("Сцена", 0), ("Зал", 2)]
    show.do(Store(DOME))
    first, second = list(show.state.cameras.pending.values())
    assert first.preset is not None
    assert second.preset is not None
    assert (first.preset.slot, second.preset.slot) == (1, 3), "two in a row do not take one slot"
    assert show.refused(Store(DOME, "Ещё")) == "presets-full"
    where = Where(10.0, -5.0, 0.25)
    show.do(Report(first.number, True, where=where, picture="a.jpg"), by=SYSTEM)
    show.do(Report(second.number, False, "ptz-no-answer"), by=SYSTEM)
    assert head(show).presets[-1] == Preset(first.preset.id, "Трибуна", 1, where, "a.jpg")
    assert head(show).at == first.preset.id
    assert len(names(show)) == 3
    assert show.log()[-1] == "log-camera-failed"
    assert show.do(Report(first.number, True), by=SYSTEM) == (), "it is told once"


@pytest.mark.parametrize("where", [Where(math.nan, 0, 0), Where(0, math.inf, 0), Where(0, 0, -math.inf)])
def test_a_place_that_is_no_number_is_not_kept(where: Where) -> None:
    """JSON has none: the journal could not be read again."""
    show = ready()
    show.do(Store(DOME))
    context = Context(show.now, SYSTEM, show.show, str)
    events = entries.decide(show.state, Report(number(show), True, where=where), context)
    assert not isinstance(events, Rejection)
    for event in events:
        assert registry.decode_event(registry.encode_event(event)) == event


def test_only_slots_that_the_model_has_are_given_out() -> None:
    ptz = Ptz(visca="10.0.0.1", model="sony", slots=100)
    show = ready(show=msgspec.structs.replace(OURS, cameras=(Camera(id=DOME, name="Купол", url="rtsp://x", ptz=ptz),)))
    for _ in range(64):
        show.do(Store(DOME))
        show.do(Report(number(show), True), by=SYSTEM)
    assert [slot for _, slot in names(show)] == list(range(64))
    assert show.refused(Store(DOME)) == "presets-full"


def test_a_preset_that_is_stored_anew_keeps_its_place_its_slot_and_its_name() -> None:
    show = ready()
    show.do(Store(DOME, preset=STAGE))
    show.do(Report(number(show), True, where=Where(1, 2, 0)), by=SYSTEM)
    assert names(show) == [("Сцена", 0), ("Зал", 2)]
    assert head(show).presets[0].where == Where(1, 2, 0)


def test_recall_and_its_undo() -> None:
    show = ready()
    show.do(Recall(DOME, STAGE))
    show.do(Report(number(show), True), by=SYSTEM)
    show.do(Recall(DOME, HALL))
    seq = show.state.log.entries[-1].seq
    order = show.state.cameras.pending[number(show)]
    assert order.preset is not None
    assert order.preset.slot == 2
    show.do(Undo(seq))
    assert show.state.cameras.pending[number(show)].act == Recall(DOME, STAGE)


@pytest.mark.parametrize(
    "command, code",
    [
        (Recall(CameraId("nobody"), STAGE), "no-such-camera"),
        (Recall(FIXED, STAGE), "camera-fixed"),
        (Recall(DOME, PresetId("nowhere")), "no-such-preset"),
        (Store(DOME, "я" * 61), "text-too-long"),
        (Store(DOME, preset=PresetId("nowhere")), "no-such-preset"),
        (Rename(DOME, STAGE, " "), "text-empty"),
        (Rename(DOME, STAGE, "я" * 61), "text-too-long"),
        (Rename(DOME, PresetId("nowhere"), "x"), "no-such-preset"),
        (Forget(DOME, PresetId("nowhere")), "no-such-preset"),
        (Arrange(DOME, (STAGE,)), "presets-changed"),
        (Arrange(DOME, (STAGE, STAGE)), "presets-changed"),
        (Restore(DOME, Preset(PresetId("x"), "X", 2), 0), "presets-changed"),
    ],
)
def test_what_cannot_be_is_refused(command: Command, code: str) -> None:
    assert ready().refused(command) == code


@pytest.mark.parametrize("phase", ["away", "refused", "connecting"])
def test_a_camera_that_is_not_there_is_told_nothing(phase: HeadPhase) -> None:
    show = ready()
    show.do(ObserveHead(DOME, phase), by=SYSTEM)
    assert show.refused(Home(DOME)) == "camera-away"


def test_a_camera_that_answers_nothing_is_not_flooded_and_hinders_no_other() -> None:
    other = CameraId("other")
    cameras_too = (*OURS.cameras, Camera(id=other, name="Другая", url="rtsp://z", ptz=PTZ))
    show = ready(show=msgspec.structs.replace(OURS, cameras=cameras_too))
    show.do(ObserveHead(other, "connected"), by=SYSTEM)
    for _ in range(cameras.MOST_PENDING):
        show.do(SetFocus(DOME, "once"))
    assert show.refused(SetIris(DOME, "up")) == "camera-busy"
    show.do(SetIris(other, "up"))


def test_a_camera_on_air_does_not_jump() -> None:
    show = ready()
    show.do(on_program.Take(SceneId("cam")))
    jumps: list[Command] = [Recall(DOME, STAGE), Home(DOME), Power(DOME, False)]
    for act in jumps:
        assert show.refused(act) == "camera-on-air"
    for act in (
        SetFocus(DOME, "auto"),
        SetIris(DOME, "down"),
        SetWhiteBalance(DOME, "indoor"),
        Store(DOME),
        Power(DOME, True),
    ):
        show.do(act)
    show.do(Recall(DOME, STAGE, confirmed=True))
    show.do(ShowItem(SceneId("cam"), ItemId("dome"), False))
    show.do(Home(DOME))
    show.do(ShowItem(SceneId("cam"), ItemId("dome"), True))
    show.do(Lock(False))
    show.do(Recall(DOME, HALL))
    show.do(Undo(next(e.seq for e in show.state.log.entries if e.code == "log-camera-lock-off")))
    assert show.refused(Recall(DOME, HALL)) == "camera-on-air"


def test_the_lock_is_on_at_every_start() -> None:
    """Taken off at yesterday's rehearsal, it would let cameras jump on air in today's show."""
    show = ready()
    show.do(Lock(False))
    show.do(Open(), by=SYSTEM)
    assert not show.state.cameras.unlocked
    assert show.log()[-1] == "log-camera-lock"
    assert show.state.log.entries[-1].undo is None, "nor does an undo take it off"
    show.do(Open(), by=SYSTEM)
    assert show.log().count("log-camera-lock") == 1


def test_a_camera_that_did_not_go_there_is_not_there() -> None:
    show = ready()
    show.do(Recall(DOME, STAGE))
    show.do(Report(number(show), True), by=SYSTEM)
    show.do(Recall(DOME, HALL))
    assert head(show).at == HALL
    show.do(Report(number(show), False, "ptz-cancelled"), by=SYSTEM)
    assert head(show).at == STAGE, "it stands where it stood"
    show.do(Recall(DOME, HALL))
    show.do(Report(number(show), False, "ptz-no-answer"), by=SYSTEM)
    assert head(show).at is None, "perhaps it went"


def test_of_several_that_fail_the_one_before_them_counts() -> None:
    show = ready()
    show.do(Recall(DOME, HALL))
    first = number(show)
    show.do(Recall(DOME, STAGE))
    second = number(show)
    show.do(Recall(DOME, STAGE))
    show.do(Report(first, False, "ptz-busy"), by=SYSTEM)
    assert head(show).at == STAGE
    show.do(Report(second, False, "ptz-busy"), by=SYSTEM)
    assert head(show).at == STAGE, "it was told once more"
    show.do(Report(number(show), False, "ptz-busy"), by=SYSTEM)
    assert head(show).at is None


@pytest.mark.parametrize("act", [Home(DOME), Power(DOME, False), Power(DOME, True)])
def test_home_and_power_lead_it_away_from_its_preset(act: Command) -> None:
    show = ready()
    show.do(Recall(DOME, STAGE))
    show.do(Report(number(show), True), by=SYSTEM)
    show.do(act)
    assert head(show).at is None
    show.do(Report(number(show), False, "ptz-busy"), by=SYSTEM)
    assert head(show).at == STAGE, "it did not go"
    show.do(act)
    show.do(Report(number(show), True), by=SYSTEM)
    assert head(show).at is None


def test_what_failed_says_nothing_of_what_was_told_before_it() -> None:
    show = ready()
    show.do(Recall(DOME, HALL))
    show.do(Report(number(show), True), by=SYSTEM)
    show.do(Recall(DOME, STAGE))
    first = number(show)
    show.do(Recall(DOME, HALL))
    show.do(Report(number(show), False, "ptz-busy"), by=SYSTEM)
    assert head(show).at == STAGE
    show.do(Report(first, False, "ptz-busy"), by=SYSTEM)
    assert head(show).at == HALL, "where it was before both"


def test_after_a_restart_nobody_knows_where_a_recall_ended() -> None:
    show = ready()
    show.do(Recall(DOME, HALL))
    show.do(Open(), by=SYSTEM)
    assert head(show).at is None


def test_when_nobody_knows_what_is_on_air_every_camera_may_be() -> None:
    show = ready()
    show.do(on_program.ObserveProgram(foreign="Чужая"), by=SYSTEM)
    assert show.refused(Recall(DOME, STAGE)) == "camera-air-unknown"
    assert view(show.state, OURS).air_unknown is True
    assert view(show.state, OURS).on_air == [], "a lamp says what is known"
    show.do(Recall(DOME, STAGE, confirmed=True))
    show.do(on_program.Take(SceneId("slate")))
    assert view(show.state, OURS).air_unknown is UNSET
    show.do(Recall(DOME, HALL))


def test_before_anything_was_taken_every_camera_may_be_on_air() -> None:
    show = Playout(Plan(), "10:00", OURS)
    show.do(Open(), by=SYSTEM)
    show.do(ObserveHead(DOME, "connected"), by=SYSTEM)
    assert show.refused(Home(DOME)) == "camera-air-unknown"
    show.do(Lock(False))
    show.do(Home(DOME))


def test_an_undo_does_not_move_what_is_on_air() -> None:
    show = ready()
    show.do(Recall(DOME, STAGE))
    show.do(Recall(DOME, HALL))
    seq = show.state.log.entries[-1].seq
    show.do(on_program.Take(SceneId("cam")))
    assert show.refused(Undo(seq)) == "camera-on-air"


def test_the_order_and_what_was_forgotten_come_back() -> None:
    show = ready()
    show.do(Arrange(DOME, (HALL, STAGE)))
    assert [one.id for one in head(show).presets] == [HALL, STAGE]
    show.do(Forget(DOME, HALL))
    show.do(Undo(show.state.log.entries[-1].seq))
    assert [one.id for one in head(show).presets] == [HALL, STAGE]
    show.do(Undo(next(e.seq for e in show.state.log.entries if e.code == "log-presets-arranged")))
    assert [one.id for one in head(show).presets] == [STAGE, HALL]


def test_after_a_restart_nobody_knows_what_became_of_an_act() -> None:
    show = ready()
    show.do(Home(DOME))
    show.do(Open(), by=SYSTEM)
    assert show.state.cameras.pending == {}
    assert show.do(Report(1, True), by=SYSTEM) == ()


@pytest.mark.parametrize("phase", ["connected", "away", "refused"])
def test_after_a_restart_a_camera_is_not_there_until_it_is_seen(phase: HeadPhase) -> None:
    """What it is told before anybody could tell it would never be answered."""
    show = ready()
    show.do(ObserveHead(DOME, phase, can=("presets",)), by=SYSTEM)
    show.do(Open(), by=SYSTEM)
    assert (head(show).phase, head(show).can) == ("connecting", ("presets",))
    assert show.refused(Home(DOME)) == "camera-away"
    show.do(ObserveHead(DOME, "connected"), by=SYSTEM)
    show.do(Home(DOME))


# --- cues ---

PLAN = Plan.of(
    item("a", 10, "10:00", cues=(cue("move", Recall(DOME, STAGE)), cue("home", Home(DOME)))),
    item("b", 10, cues=(cue("gone", Recall(DOME, PresetId("nowhere"))),)),
)


def results(playout: Playout, name: str = "a") -> dict[str, Result]:
    return dict(playout.run.results[EntryId(name)])


def test_a_cue_waits_for_its_camera() -> None:
    show = ready(PLAN)
    show.do(do.Go())
    assert {one.outcome for one in results(show).values()} == {"waiting"}
    show.do(Report(1, True), by=SYSTEM)
    show.do(Report(2, False, "ptz-refused", "41"), by=SYSTEM)
    assert results(show)["move"].outcome == "done"
    failed = results(show)["home"]
    assert (failed.outcome, failed.code, failed.args["detail"]) == ("failed", "ptz-refused", "41")


def test_a_restart_in_between_makes_a_cue_failed() -> None:
    show = ready(PLAN)
    show.do(do.Go())
    show.do(Open(), by=SYSTEM)
    assert {(one.outcome, one.code) for one in results(show).values()} == {("failed", "ptz-unsure")}


def test_a_cue_to_a_preset_that_is_gone_is_refused_and_told() -> None:
    show = ready(PLAN)
    show.do(do.Go())
    show.do(do.Go())
    refused = results(show, "b")["gone"]
    assert (refused.outcome, refused.code) == ("refused", "no-such-preset")


def test_back_turns_the_camera_back() -> None:
    show = ready(Plan.of(item("a", 10, "10:00", cues=(cue("move", Recall(DOME, HALL)),))))
    show.do(Recall(DOME, STAGE))
    show.do(do.Go())
    show.do(do.GoBack())
    assert show.state.cameras.pending[number(show)].act == Recall(DOME, STAGE)
    assert show.run.left == ()


@given(st.lists(st.sampled_from(["store", "again", "forget", "report", "fail", "open"]), max_size=40))
def test_no_two_presets_ever_share_a_slot(steps: list[str]) -> None:
    show = ready()
    for step in steps:
        presets, pending = head(show).presets, list(show.state.cameras.pending)
        if step == "store":
            _may(show, Store(DOME))
        elif step == "again" and presets:
            _may(show, Store(DOME, preset=presets[0].id))
        elif step == "forget" and presets:
            show.do(Forget(DOME, presets[-1].id))
        elif step in ("report", "fail") and pending:
            show.do(Report(pending[0], step == "report"), by=SYSTEM)
        elif step == "open":
            show.do(Open(), by=SYSTEM)
            show.do(ObserveHead(DOME, "connected"), by=SYSTEM)
        slots = [preset.slot for preset in head(show).presets]
        assert len(slots) == len(set(slots)) <= PTZ.slots


def _may(show: Playout, command: Command) -> None:
    if not isinstance(show.decide(command), Rejection):
        show.do(command)
