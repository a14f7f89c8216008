"""What the audience sees of the cameras: also what a transition has not let go yet."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from control import entries, registry
from control.clock import Duration, Instant, later
from control.core import air
from control.core.camera_acts import ObserveHead, Recall
from control.core.camera_acts import Open as OpenCameras
from control.core.context import Context
from control.core.program import ObserveProgram, Panic, Preview, Take
from control.core.rundown import commands as do
from control.core.rundown.plan import Plan
from control.core.switches import Switch
from control.core.types import SYSTEM, CameraId, Command, EntryId, ItemId, PresetId, SceneId, SwitchId
from control.preflight import checks
from control.registry import State, air_of, cameras_on_air
from control.show import Camera, CameraPreset, Item, Ptz, Scene, Show, Transition
from control.show import Switch as ShownSwitch
from devices.ptz.worker import lights
from tests.control.core.rundowns import SHOW, Playout, cue, item

A, B, C = CameraId("a"), CameraId("b"), CameraId("c")
IN_A, IN_B, SWITCHED, SLATE = SceneId("in-a"), SceneId("in-b"), SceneId("switched"), SceneId("slate")
MAIN, STAGE, HALL = SwitchId("main"), PresetId("stage"), PresetId("hall")
PRESETS = (CameraPreset(id=STAGE, name="Сцена", slot=0), CameraPreset(id=HALL, name="Зал", slot=1))
PTZ = Ptz(visca="10.0.0.1", slots=4, presets=PRESETS)


def scene(name: SceneId, camera: CameraId) -> Scene:
    return Scene(id=name, name=name, sources=(Item(id=ItemId("it"), name="it", camera=camera),))


OURS: Show = msgspec.structs.replace(
    SHOW,
    cameras=tuple(Camera(id=camera, name=camera, url="rtsp://x", ptz=PTZ) for camera in (A, B, C)),
    switches=(ShownSwitch(id=MAIN, name="Студия", cameras=(A, B)),),
    scenes=(
        *SHOW.scenes,
        scene(IN_A, A),
        scene(IN_B, B),
        Scene(id=SWITCHED, name="Обе", sources=(Item(id=ItemId("both"), name="Обе", switch=MAIN),)),
    ),
)


def fade(ms: int) -> Transition:
    return Transition(kind="fade", duration=Duration(ms))


CUT = Transition(kind="cut", duration=Duration(50))


def playout(on_air: SceneId = IN_A, plan: Plan | None = None) -> Playout:
    ours = Playout(plan or Plan(), "10:00", OURS)
    ours.do(OpenCameras(), by=SYSTEM)
    for camera in (A, B, C):
        ours.do(ObserveHead(camera, "connected"), by=SYSTEM)
    ours.do(Take(on_air))
    return ours


def seen(ours: Playout) -> set[str]:
    return set(cameras_on_air(ours.state, OURS))


def wait(ours: Playout, ms: int) -> None:
    ours.until(later(ours.now, Duration(ms)))


def test_while_a_transition_runs_both_scenes_are_on_air() -> None:
    ours = playout()
    ours.do(Preview(IN_B))
    ours.do(Take(IN_B, transition=fade(2_000)))
    assert seen(ours) == {A, B}
    assert lights(ours.state, OURS) == {A: "program", B: "program", C: "off"}
    assert ours.refused(Recall(A, STAGE)) == "camera-on-air"
    wait(ours, 1_999)
    assert seen(ours) == {A, B}
    wait(ours, 1)
    assert seen(ours) == {B}
    assert lights(ours.state, OURS) == {A: "preview", B: "program", C: "off"}
    ours.do(Recall(A, STAGE))
    assert air.due(ours.state.air) is None


def test_a_go_that_fades_away_from_a_camera_does_not_move_it() -> None:
    """Each cue sees what those before it did. The picture is B's by now; but the audience sees A for a while."""
    cues = (
        cue("take", Take(IN_B, transition=fade(2_000))),
        cue("early", Recall(A, STAGE)),
        cue("late", Recall(A, STAGE), "after", 2_000),
    )
    ours = playout(plan=Plan.of(item("a", cues=cues)))
    ours.do(do.Go())
    wait(ours, 2_000)
    results = ours.run.results[EntryId("a")]
    assert (results["early"].outcome, results["early"].code) == ("refused", "camera-on-air")
    assert results["late"].outcome == "waiting", "as soon as the transition is over it may"


def test_what_a_go_brings_on_air_does_not_jump_whichever_cue_comes_first() -> None:
    cues = (cue("move", Recall(A, STAGE)), cue("other", Recall(B, STAGE)), cue("take", Take(IN_A)))
    ours, context = playout(SLATE, Plan.of(item("a", cues=cues))), Context(Instant(0), SYSTEM, OURS, str)
    before = {check.cue: check.code for check in checks(ours.state, OURS, {}, context, item("a", cues=cues))}
    assert (before["move"], before["other"]) == ("camera-on-air", UNSET), "it is told before"
    ours.do(do.Go())
    results = ours.run.results[EntryId("a")]
    assert (results["move"].outcome, results["move"].code) == ("refused", "camera-on-air")
    assert (results["other"].outcome, results["take"].outcome) == ("waiting", "done")
    assert [order.act for order in ours.state.cameras.pending.values()] == [Recall(B, STAGE)]
    assert seen(ours) == {A}


def test_what_a_go_back_brings_on_air_does_not_jump_either() -> None:
    ours = playout(IN_A, Plan.of(item("a", cues=(cue("take", Take(IN_B)), cue("move", Recall(A, HALL))))))
    ours.do(Recall(A, STAGE, confirmed=True))
    ours.do(do.Go())
    told = len(ours.state.cameras.pending)
    ours.do(do.GoBack())
    assert seen(ours) == {A}
    assert len(ours.state.cameras.pending) == told, "nobody sends it off before everybody's eyes"
    assert ours.run.left == ("move",)


def test_a_cut_leaves_nothing_and_breaks_into_what_runs() -> None:
    ours = playout()
    ours.do(Take(IN_B))
    assert seen(ours) == {B}
    ours.do(Take(IN_A, transition=fade(20_000)))
    assert seen(ours) == {A, B}
    ours.do(Panic())
    assert seen(ours) == set()
    ours.do(Take(IN_A))
    ours.do(Take(IN_B, transition=fade(1_000)))
    wait(ours, 1_000)
    assert seen(ours) == {B}, "what was broken into is not waited for"


def test_a_transition_waits_for_the_one_before() -> None:
    """As OBS does (`scenes.takes`): nothing of the second is seen before the first is over."""
    ours = playout()
    ours.do(Take(SLATE, transition=fade(3_000)))
    wait(ours, 1_000)
    ours.do(Take(IN_B, transition=fade(1_000)))
    ours.do(Take(SLATE, transition=fade(1_000)))
    assert seen(ours) == {A, B}
    wait(ours, 2_000)
    assert seen(ours) == {B}
    wait(ours, 2_000)
    assert seen(ours) == set()


def test_no_back_no_there_within_one_fade_keeps_both_on_air_to_the_end_of_the_last() -> None:
    ours = playout()
    ours.do(Take(IN_B, transition=fade(2_000)))
    wait(ours, 1_000)
    ours.do(Take(IN_A, transition=fade(2_000)))
    wait(ours, 500)
    ours.do(Take(IN_B, transition=fade(2_000)))
    wait(ours, 1_500)
    assert seen(ours) == {A, B}
    assert ours.refused(Recall(A, STAGE)) == "camera-on-air"
    wait(ours, 2_999)
    assert seen(ours) == {A, B}
    wait(ours, 1)
    assert seen(ours) == {B}


def test_a_transition_without_cameras_is_waited_for_too() -> None:
    ours = playout(SLATE)
    ours.do(Take(IN_A, transition=fade(5_000)))
    assert air.due(ours.state.air) is None, "nothing leaves by it"
    ours.do(Take(SLATE, transition=fade(1_000)))
    wait(ours, 5_000)
    assert seen(ours) == {A}
    wait(ours, 1_000)
    assert seen(ours) == set()


def test_a_switch_that_fades_shows_both() -> None:
    ours = playout(SWITCHED)
    ours.do(Switch(MAIN, B, transition=fade(1_000)))
    assert seen(ours) == {A, B}
    wait(ours, 1_000)
    assert seen(ours) == {B}
    ours.do(Take(IN_B))
    ours.do(Switch(MAIN, A, transition=fade(1_000)))
    assert ours.state.air.leaving == {}, "it is not on air"


def test_after_a_restart_what_was_leaving_is_gone_by_its_time() -> None:
    ours = playout()
    ours.do(Take(IN_B, transition=fade(2_000)))
    again = registry.decode_state(registry.encode_state(ours.state))
    assert again == ours.state
    moment = air.due(again.air)
    assert moment is not None
    assert moment[0] == later(ours.now, Duration(2_000))


def test_a_journal_from_before_says_nothing_of_it_and_is_read_all_the_same() -> None:
    ours = playout()
    ours.do(Take(IN_B, transition=fade(2_000)))
    state = State()
    for seq, entry in enumerate(ours.entries, 1):
        events = [event for event in map(registry.decode_event, entry) if not isinstance(event, air.EVENTS)]
        state = entries.record(state, seq, ours.now, "operator", events)
    assert cameras_on_air(state, OURS) == {B}
    assert air.due(state.air) is None


def test_out_of_somebody_elses_scene_it_is_not_known_what_leaves() -> None:
    ours = playout()
    ours.do(ObserveProgram(foreign="Чужая"), by=SYSTEM)
    assert not air_of(ours.state, OURS).known
    ours.do(Take(IN_A, transition=fade(1_000)))
    assert ours.refused(Recall(B, STAGE)) == "camera-air-unknown"
    assert seen(ours) == {A}, "a lamp says what is known"
    wait(ours, 1_000)
    assert air_of(ours.state, OURS) == air.Air(frozenset((A,)))
    ours.do(Recall(B, STAGE))


def test_a_scene_that_the_show_file_has_no_more_may_show_anything() -> None:
    ours = playout()
    other = msgspec.structs.replace(OURS, scenes=OURS.scenes[:1])
    assert not air_of(ours.state, other).known


steps = st.lists(
    st.one_of(
        st.builds(Take, st.sampled_from([IN_A, IN_B, SWITCHED, SLATE]), transition=st.sampled_from([fade(700), CUT])),
        st.builds(Switch, st.just(MAIN), st.sampled_from([A, B]), transition=st.sampled_from([fade(900), CUT])),
        st.just(ObserveProgram(foreign="Чужая")),
        st.integers(0, 1_500),
    ),
    max_size=30,
)


class Queue:
    """As OBS makes transitions, one after the other: who leaves by which of them, and when it ends."""

    def __init__(self, ours: Playout) -> None:
        self._ours = ours
        self._leaving: list[tuple[frozenset[CameraId], Instant]] = []
        self._busy = Instant(0)

    @property
    def on_air(self) -> frozenset[CameraId]:
        return registry.cameras_in(self._ours.state, OURS, self._ours.state.program.scene)

    def leaving(self) -> set[CameraId]:
        return {camera for cameras, end in self._leaving if end > self._ours.now for camera in cameras}

    def do(self, move: Command) -> None:
        before, takes = self.on_air, self._ours.state.program.takes
        self._ours.do(move)
        taken, gone = self._ours.state.program.takes > takes, before - self.on_air
        if not isinstance(move, Take | Switch) or move.transition is None:
            return
        if move.transition.kind == "cut":
            if taken:  # it breaks into whatever runs
                self._leaving.clear()
                self._busy = Instant(0)
        elif taken or (isinstance(move, Switch) and gone):
            self._busy = later(max(self._ours.now, self._busy), move.transition.duration)
            self._leaving.append((gone, self._busy))


@given(steps)
def test_who_leaves_is_seen_to_the_end_of_the_transition_and_nobody_longer(moves: list[Command | int]) -> None:
    ours = playout()
    queue = Queue(ours)
    for move in moves:
        if isinstance(move, int):
            wait(ours, move)
        else:
            queue.do(move)
        assert seen(ours) == queue.on_air | queue.leaving()
        assert all(until > ours.now for until in ours.state.air.leaving.values())
    wait(ours, 60_000)
    assert seen(ours) == queue.on_air
    assert ours.state.air.leaving == {}
