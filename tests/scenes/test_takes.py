"""When a take may go, and what is known of OBS meanwhile: pure, with moments of our own."""

from __future__ import annotations

from typing import Any

from control.clock import Duration
from control.core.types import InputId, SceneId
from control.show import Transition
from scenes.known import Known
from scenes.link import Lane
from scenes.picture import Key, Muted, Preview, Program, Streaming, Values
from scenes.takes import FORGETS, LATE, LONGEST, SWAPPED, Takes

CUT = Transition(kind="cut", duration=Duration(50))
FADE = Transition(kind="fade", duration=Duration(1000))
LISTED = {
    "transitions": [
        {"transitionKind": "cut_transition", "transitionName": "Резко"},
        {"transitionKind": "fade_transition", "transitionName": "Плавно"},
    ]
}
SLATE = SceneId("slate")
STARTED = {"transitionName": "Плавно"}


def takes() -> Takes:
    made = Takes()
    made.learn(LISTED)
    return made


def take(made: Takes, how: Transition, now: float) -> list[tuple[str, dict[str, Any]]]:
    requests = made.requests("А", how, now)
    made.begin(how, SLATE, now)
    if len(requests) > 1:
        made.sent(requests)
    return requests


def names(requests: list[tuple[str, dict[str, Any]]]) -> list[str]:
    return [name for name, _ in requests]


def test_only_what_is_otherwise_is_asked_for() -> None:
    made = takes()
    assert names(take(made, CUT, 0)) == ["SetCurrentSceneTransition", "SetCurrentProgramScene"]
    assert names(take(made, CUT, 10)) == ["SetCurrentProgramScene"]
    assert take(made, FADE, 20) == [
        ("SetCurrentSceneTransition", {"transitionName": "Плавно"}),
        ("SetCurrentSceneTransitionDuration", {"transitionDuration": 1000}),
        ("SetCurrentProgramScene", {"sceneName": "А"}),
    ]
    assert names(take(made, FADE, 30)) == ["SetCurrentProgramScene"]
    made.on_event("CurrentSceneTransitionChanged", {"transitionName": "Плавно"}, 31)
    assert names(take(made, FADE, 40)) == ["SetCurrentProgramScene"], "that was the echo of our own"
    made.on_event("CurrentSceneTransitionChanged", {"transitionName": "Резко"}, 41)
    assert len(take(made, FADE, 50)) == 3, "somebody chose another"


def test_a_transition_obs_lacks_becomes_a_fade() -> None:
    swipe = Transition(kind="swipe", duration=Duration(300))
    assert takes().requests("А", swipe, 0)[0] == ("SetCurrentSceneTransition", {"transitionName": "Плавно"})


def test_a_fade_waits_for_the_end_of_what_runs_and_a_cut_breaks_in() -> None:
    made = takes()
    take(made, FADE, 0)
    assert made.wait(FADE, 0.1) > 0
    assert made.wait(CUT, 0.1) == 0
    assert not made.on_event("SceneTransitionStarted", {"transitionName": "Плавно"}, 0.1)
    assert names(made.requests("Б", CUT, 0.2))[0] == "SetCurrentSceneTransition"
    assert made.on_event("SceneTransitionEnded", {"transitionName": "Плавно"}, 1.1)
    assert made.wait(FADE, 1.1) == 0


def test_a_preview_waits_for_the_exchange_and_pictures_for_the_first_sign() -> None:
    made = takes()
    assert made.wait_for_swap(0) == 0
    assert not made.asked(0)
    take(made, FADE, 0)
    assert made.asked(0.01)
    made.on_event("SceneTransitionStarted", STARTED, 0.02)
    assert not made.asked(0.03), "pictures show a fade while it runs"
    assert made.wait_for_swap(0.03) > 0
    made.on_event("SceneTransitionEnded", STARTED, 1.1)
    assert made.wait_for_swap(1.1) == 0
    take(made, CUT, 2)
    made.on_event("SceneTransitionStarted", STARTED, 2.01)
    assert made.asked(2.02), "a cut is not seen yet when it begins"
    made.on_event("SceneTransitionEnded", STARTED, 2.03)
    assert not made.asked(2.04)
    take(made, CUT, 3)
    assert not made.asked(3 + LATE), "an OBS that says nothing is not waited for"


def test_the_end_of_the_transition_before_is_not_the_end_of_ours() -> None:
    made = takes()
    take(made, CUT, 0)
    made.on_event("SceneTransitionStarted", STARTED, 0.01)
    take(made, FADE, 0.02)
    assert not made.on_event("SceneTransitionEnded", STARTED, 0.03)
    assert made.wait(FADE, 0.04) > 0


def test_an_end_that_never_comes_is_not_waited_for_for_ever() -> None:
    made = takes()
    take(made, FADE, 0)
    assert made.wait(FADE, 1 + LATE - 0.01) > 0
    assert made.wait(FADE, 1 + LATE) == 0
    made.on_event("SceneTransitionStarted", STARTED, 100)  # by hand
    assert made.wait(FADE, 100 + LONGEST - 0.1) > 0
    assert made.wait(FADE, 100 + LONGEST) == 0
    take(made, FADE, 200)
    made.reset()
    assert made.wait(FADE, 200) == 0


def test_the_swap_is_known_for_a_while() -> None:
    made = takes()
    take(made, FADE, 0)
    assert made.swapped(SLATE, 1.5)
    assert not made.swapped(SceneId("other"), 1.5)
    assert not made.swapped(SLATE, 1 + LATE + SWAPPED)


# --- known ---

MUTED = Muted(InputId("mic"))
WANTED: Values = {Program(): "a", Preview(): "b", MUTED: True, Streaming(): True}


def quick(known: Known, wanted: Values = WANTED) -> list[Key]:
    return [*known.to_send(wanted, Lane.PROGRAM), *known.to_send(wanted, Lane.SOUND)]


def test_the_programme_goes_first_and_sound_and_outputs_by_themselves() -> None:
    known = Known()
    assert list(known.to_send(WANTED, Lane.PROGRAM)) == [Program(), Preview()]
    assert list(known.to_send(WANTED, Lane.SOUND)) == [MUTED]
    assert list(known.to_send(WANTED, Lane.QUERY)) == [Streaming()]


def test_what_is_refused_or_in_doubt_waits_until_it_was_read() -> None:
    known = Known()
    known.begin(Program(), "a")
    known.refused(Program(), "a")
    assert quick(known) == [Preview(), MUTED]
    known.learn(Program(), "z")
    assert quick(known) == [Preview(), MUTED], "refused a moment ago"
    assert Program() in quick(known, {Program(): "c"}), "something else may be tried"
    known.forgive(Program())
    assert quick(known)[0] == Program()
    known.begin(Program(), "a")
    known.doubtful(Program())
    assert quick(known) == [Preview(), MUTED]
    known.learn(Program(), "a")
    assert quick(known) == [Preview(), MUTED]


def test_a_change_by_hand_is_not_taken_back_before_it_is_heard_of() -> None:
    known = Known()
    known.learn(MUTED, False)
    known.reported(MUTED)
    assert MUTED not in quick(known)
    known.heard(MUTED)
    assert MUTED in quick(known)


def test_what_was_read_while_we_sent_is_not_believed() -> None:
    known = Known()
    version = known.version(Program())
    assert known.believable(Program(), version)
    known.begin(Program(), "a")
    assert not known.believable(Program(), known.version(Program()))
    known.done(Program(), "a")
    assert not known.believable(Program(), version), "the answer may be older than our request"
    assert known.believable(Program(), known.version(Program()))


def test_a_transition_by_hand_after_a_cut_of_ours_keeps_nobody_waiting() -> None:
    made = takes()
    take(made, CUT, 0)
    made.on_event("SceneTransitionStarted", STARTED, 0.01)
    made.on_event("SceneTransitionEnded", STARTED, 0.03)
    made.on_event("SceneTransitionStarted", STARTED, 5)
    assert not made.asked(5.1), "its length is not known: pictures go on"


def test_what_was_broken_into_is_asked_for_as_the_scenes_own_until_it_would_have_ended() -> None:
    made = takes()
    take(made, FADE, 0)
    made.on_event("SceneTransitionStarted", STARTED, 0.1)
    take(made, CUT, 0.2)
    made.on_event("SceneTransitionStarted", {"transitionName": "Резко"}, 0.21)
    made.on_event("SceneTransitionEnded", {"transitionName": "Резко"}, 0.25)
    assert made.wait(FADE, 0.3) == 0
    own = {"sceneName": "А", "transitionName": "Плавно", "transitionDuration": 1000}
    assert take(made, FADE, 0.3) == [
        ("SetCurrentSceneTransition", {"transitionName": "Резко"}),
        ("SetSceneSceneTransitionOverride", own),
        ("SetCurrentProgramScene", {"sceneName": "А"}),
        ("SetSceneSceneTransitionOverride", {**own, "transitionName": None, "transitionDuration": None}),
    ], "the cut is the chosen one, and said once too often"
    made.on_event("SceneTransitionStarted", STARTED, 0.31)
    made.on_event("SceneTransitionEnded", STARTED, 1.31)
    assert names(take(made, FADE, 1.4)) == ["SetCurrentSceneTransition", "SetCurrentProgramScene"], "it ended by itself"


def test_what_was_broken_into_is_chosen_again_after_its_time() -> None:
    made = takes()
    take(made, FADE, 0)
    made.on_event("SceneTransitionStarted", STARTED, 0.1)
    take(made, CUT, 0.2)
    made.on_event("SceneTransitionStarted", {"transitionName": "Резко"}, 0.21)
    made.on_event("SceneTransitionEnded", {"transitionName": "Резко"}, 0.25)
    assert names(take(made, FADE, 1.2)) == ["SetCurrentSceneTransition", "SetCurrentProgramScene"]


def test_a_take_of_which_nothing_began_was_swallowed() -> None:
    made = takes()
    first = made.begin(FADE, SLATE, 0)
    assert made.swallowed(first)
    second = made.begin(CUT, SLATE, 1)
    assert not made.swallowed(first), "a later one counts"
    made.on_event("SceneTransitionStarted", {"transitionName": "Резко"}, 1.1)
    assert not made.swallowed(second)


def copies(made: Takes) -> bool:
    """Asked anew each time: what happens to it in between is not seen by who reads the code."""
    return made.copies


def test_an_obs_that_does_nothing_when_a_scene_is_taken_again_shows_no_copies_unless_it_was_late() -> None:
    made = takes()
    made.begin(CUT, SLATE, 0, again=True)
    assert made.wait_for_swap(LATE) == 0
    assert not copies(made)
    made.on_event("SceneTransitionStarted", {"transitionName": "Резко"}, LATE + 0.5)
    assert copies(made)
    made.on_event("SceneTransitionEnded", {"transitionName": "Резко"}, LATE + 0.6)
    made.on_event("SceneTransitionStarted", STARTED, 5)  # by hand
    made.on_event("SceneTransitionEnded", STARTED, 6)
    made.begin(CUT, SLATE, 10, again=True)
    assert made.wait_for_swap(10 + LATE) == 0
    assert not copies(made)
    made.on_event("SceneTransitionStarted", STARTED, 10 + FORGETS)
    assert not copies(made), "by hand, long after"
    made.reset()
    assert copies(made), "another OBS may have the setting"


def test_what_failed_is_not_waited_for_and_says_nothing_of_copies() -> None:
    made = takes()
    made.begin(CUT, SLATE, 0, again=True)
    made.failed()
    assert made.wait_for_swap(0.1) == 0
    assert not made.asked(LATE + 1)
    assert made.copies
