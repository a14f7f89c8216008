"""Switches of cameras, as decided, and who speaks."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from control.clock import Duration, Instant
from control.core import program, switches
from control.core.log import Undo
from control.core.rundown import commands as do
from control.core.rundown.plan import Plan
from control.core.sources import ShowItem
from control.core.speaker import BREATH_MS, LETS_GO, Speaker
from control.core.switches import Follow, ObserveSpeaker, Switch
from control.core.types import SYSTEM, CameraId, EntryId, InputId, ItemId, SceneId, SwitchId
from control.registry import cameras_on_air
from control.show import Audio, Camera, Item, Scene, Show, Transition, Voices
from control.show import Switch as ShownSwitch
from tests.control.core.rundowns import SHOW, Playout, cue, item

ONE, TWO, THREE = CameraId("one"), CameraId("two"), CameraId("three")
MAIN, PLAIN = SwitchId("main"), SwitchId("plain")
STUDIO = SceneId("studio")
LEFT, RIGHT = InputId("left"), InputId("right")
VOICES = Voices(microphones={LEFT: ONE, RIGHT: TWO}, level=-40.0, attack=Duration(700), hold=Duration(4_000))
OURS: Show = msgspec.structs.replace(
    SHOW,
    cameras=tuple(Camera(id=camera, name=camera, url="rtsp://x") for camera in (ONE, TWO, THREE)),
    audio=(Audio(id=LEFT, name="Слева"), Audio(id=RIGHT, name="Справа")),
    switches=(
        ShownSwitch(id=MAIN, name="Студия", cameras=(ONE, TWO), voices=VOICES),
        ShownSwitch(id=PLAIN, name="Просто", cameras=(TWO, THREE)),
    ),
    scenes=(
        *SHOW.scenes,
        Scene(id=STUDIO, name="В студии", sources=(Item(id=ItemId("both"), name="Обе", switch=MAIN),)),
    ),
)


def playout(plan: Plan | None = None) -> Playout:
    return Playout(plan or Plan(), "10:00", OURS)


def seen(ours: Playout, switch: SwitchId = MAIN) -> CameraId | None:
    return switches.camera_of(ours.state.switches, OURS, switch)


def test_the_first_is_seen_until_it_is_switched_and_undo_goes_back_the_same_way() -> None:
    ours = playout()
    assert seen(ours) == ONE
    fade = Transition(kind="fade", duration=Duration(800))
    ours.do(Switch(MAIN, TWO, transition=fade))
    assert seen(ours) == TWO
    assert switches.of(ours.state.switches, MAIN).how == fade
    ours.do(Undo(ours.state.log.entries[-1].seq))
    assert seen(ours) == ONE
    assert switches.of(ours.state.switches, MAIN).how == fade


def test_auto_is_the_shows_transition_and_else_a_cut() -> None:
    ours = playout()
    ours.do(Switch(MAIN, TWO, auto=True))
    assert switches.of(ours.state.switches, MAIN).how == OURS.transition
    ours.do(Switch(MAIN, ONE))
    assert switches.of(ours.state.switches, MAIN).how == program.CUT


def test_what_cannot_be_is_refused() -> None:
    ours = playout()
    assert ours.refused(Switch(SwitchId("no"), ONE)) == "no-such-switch"
    assert ours.refused(Switch(MAIN, THREE)) == "switch-no-such-camera"
    assert ours.refused(Follow(PLAIN)) == "switch-no-voices"


def test_a_hand_holds_it_until_it_is_told_to_follow_again() -> None:
    ours = playout()

    def voice(camera: CameraId) -> None:
        ours.do(ObserveSpeaker(MAIN, camera), by=SYSTEM)

    voice(TWO)
    assert seen(ours) == ONE, "nobody asked it to follow"
    ours.do(Follow(MAIN))
    voice(TWO)
    assert seen(ours) == TWO
    ours.do(Switch(MAIN, ONE))
    voice(TWO)
    assert (seen(ours), switches.of(ours.state.switches, MAIN).held) == (ONE, True)
    ours.do(Follow(MAIN))
    voice(TWO)
    assert seen(ours) == TWO
    ours.do(Switch(MAIN, TWO))
    assert switches.of(ours.state.switches, MAIN).held, "the one that is seen may be held, too"
    ours.do(Follow(MAIN, on=False))
    voice(ONE)
    assert seen(ours) == TWO


def test_the_camera_that_is_seen_is_on_air() -> None:
    ours = playout()
    ours.do(program.Take(STUDIO))
    assert cameras_on_air(ours.state, OURS) == {ONE}
    ours.do(Switch(MAIN, TWO))
    assert cameras_on_air(ours.state, OURS) == {TWO}
    ours.do(ShowItem(STUDIO, ItemId("both"), False))
    assert cameras_on_air(ours.state, OURS) == frozenset()


def test_a_cue_switches() -> None:
    plan = Plan.of(item("a", cues=(cue("s", Switch(MAIN, TWO)), cue("f", Follow(MAIN)))))
    ours = playout(plan)
    ours.do(do.Go())
    assert seen(ours) == TWO
    assert {result.outcome for result in ours.run.results[EntryId("a")].values()} == {"done"}


# --- who speaks ---


def at(seconds: float) -> Instant:
    return Instant(round(seconds * 1000))


def test_a_cough_is_no_speech_and_a_breath_no_end() -> None:
    speaker = Speaker(VOICES)
    speaker.seen(ONE, at(0))
    assert speaker.hear({RIGHT: -20}, at(10)) is None
    assert speaker.hear({}, at(10.31)) is None
    assert speaker.hear({RIGHT: -20}, at(10.8)) is None, "it began anew"
    assert speaker.hear({}, at(11.0)) is None
    assert speaker.hear({RIGHT: -20}, at(11.5)) == TWO, "two words, 200 ms apart"


def test_a_shot_lasts_a_while() -> None:
    speaker = Speaker(VOICES)
    speaker.seen(ONE, at(0))
    assert [speaker.hear({RIGHT: -20}, at(0.1 * tick)) for tick in range(40)] == [None] * 40
    assert speaker.hear({RIGHT: -20}, at(4.0)) == TWO


def test_two_at_once_change_nothing_while_the_one_who_is_seen_speaks() -> None:
    speaker = Speaker(VOICES)
    speaker.seen(ONE, at(0))
    for tick in range(100):
        assert speaker.hear({LEFT: -20, RIGHT: -10}, at(5 + 0.1 * tick)) is None


def test_a_voice_that_sinks_a_little_goes_on() -> None:
    speaker = Speaker(VOICES)
    speaker.seen(ONE, at(0))
    assert speaker.hear({RIGHT: -39}, at(10)) is None
    for tick in range(1, 7):
        assert speaker.hear({RIGHT: -40 - LETS_GO + 1}, at(10 + 0.1 * tick)) is None
    assert speaker.hear({RIGHT: -40 - LETS_GO + 1}, at(10.7)) == TWO


@given(st.lists(st.tuples(st.floats(-100, 0), st.floats(-100, 0), st.integers(50, 500)), max_size=80))
def test_no_shot_is_shorter_than_asked_and_only_speakers_are_seen(told: list[tuple[float, float, int]]) -> None:
    speaker, now, camera = Speaker(VOICES), 0, ONE
    since: int | None = None
    heard = {LEFT: -(10**9), RIGHT: -(10**9)}
    for left, right, step in told:
        now += step
        for microphone, level in ((LEFT, left), (RIGHT, right)):
            if level >= VOICES.level - LETS_GO:
                heard[microphone] = now
        speaker.seen(camera, Instant(now))
        since = now if since is None else since
        chosen = speaker.hear({LEFT: left, RIGHT: right}, Instant(now))
        if chosen is not None:
            assert chosen != camera
            assert now - since >= VOICES.hold
            assert now - heard[LEFT if chosen == ONE else RIGHT] <= BREATH_MS
            camera, since = chosen, now
            speaker.seen(camera, Instant(now))
