"""Calls, as decided: whom, with what; and the cues that wait for them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from control import entries, registry
from control.core import calls
from control.core.calls import LARGEST_BODY, Again, CallsState, Open, Osc, Report, Webhook
from control.core.rundown import commands as do
from control.core.rundown.plan import Plan
from control.core.rundown.state import Result
from control.core.types import SYSTEM, Command, CueId, EntryId, TargetId
from control.errors import Rejection
from control.show import Target
from control.views import slices
from tests.control.core.rundowns import SHOW, Playout, cue, item
from tests.control.core.shows import make_context, make_show

HOOK, LIGHTS = TargetId("hook"), TargetId("lights")
TARGETS = (
    Target(id=HOOK, name="Табло", webhook="http://127.0.0.1:1/"),
    Target(id=LIGHTS, name="Свет", osc="127.0.0.1:9000"),
)
OURS = msgspec.structs.replace(SHOW, calls=TARGETS)
CTX = make_context(make_show(calls=TARGETS))


@pytest.mark.parametrize(
    "command, code",
    [
        (Webhook(TargetId("x")), "no-such-target"),
        (Osc(TargetId("x"), "/a"), "no-such-target"),
        (Webhook(LIGHTS), "target-not-webhook"),
        (Osc(HOOK, "/a"), "target-not-osc"),
        (Webhook(HOOK, body="x" * LARGEST_BODY), "call-body-too-long"),
        (Webhook(HOOK, method="GET", body={}), "call-body-of-get"),
        (Osc(LIGHTS, "/a", (float("nan"),)), "osc-number"),
        (Osc(LIGHTS, "/a", (1e39,)), "osc-number"),
        (Osc(LIGHTS, "/a", (2**63,)), "osc-number"),
        (Osc(LIGHTS, "/a", ("x\0y",)), "text-too-long"),
    ],
)
def test_what_cannot_be_called_is_refused(command: Command, code: str) -> None:
    decision = calls.decide(CallsState(), command, CTX)
    assert isinstance(decision, Rejection)
    assert decision.code == code


@pytest.mark.parametrize(
    "address", ["", "a", "/", "/a b", "/a/", "/a*", "/a?", "/{a,b}", "/[1-3]", "/#a", "/" + "a" * 200]
)
def test_an_osc_address_is_one(address: str) -> None:
    raw = msgspec.json.encode({"type": "calls.osc", "target": "lights", "address": address})
    with pytest.raises(msgspec.ValidationError, match=r"\$\.address"):
        registry.decode_command(raw)


@pytest.mark.parametrize("args", [[None], [[1]], [{}], [0] * 33])
def test_osc_arguments_are_plain_values(args: list[Any]) -> None:
    raw = msgspec.json.encode({"type": "calls.osc", "target": "lights", "address": "/a", "args": args})
    with pytest.raises(msgspec.ValidationError, match=r"\$\.args"):
        registry.decode_command(raw)


def test_what_a_device_says_is_one_short_line() -> None:
    show = Playout(Plan(), show=OURS)
    call = called(show, Webhook(HOOK))
    show.do(Report(call, False, "call-status", "503\r\n\x1b[31m" + "я" * 500), by=SYSTEM)
    detail = show.state.calls.over[-1].detail
    assert detail.startswith("503 [31mяя")
    assert len(detail) == 120
    assert show.do(Report(call, True), by=SYSTEM) == (), "it is told once"


def called(show: Playout, command: Command) -> str:
    show.do(command)
    return list(show.state.calls.pending)[-1]


def test_the_panel_knows_what_became_of_it_and_no_address() -> None:
    show = Playout(Plan(), show=OURS)
    first, second = called(show, Webhook(HOOK)), called(show, Osc(LIGHTS, "/a"))
    show.do(Report(first, False, "call-timeout", "10 s"), by=SYSTEM)
    wire = slices.calls(show.state.calls)
    assert [(wire.by_id[one].name, wire.by_id[one].status, wire.by_id[one].code) for one in wire.order] == [
        ("Табло", "failed", "call-timeout"),
        ("Свет", "pending", msgspec.UNSET),
    ]
    assert wire.order == [first, second]
    studio = msgspec.json.encode(slices.studio(OURS)).decode()
    assert '"Табло"' in studio
    assert "127.0.0.1" not in studio


def test_what_failed_is_called_again_once_by_a_fresh_call() -> None:
    show = Playout(Plan(), show=OURS)
    first, second = called(show, Webhook(HOOK, body={"n": 1})), called(show, Osc(LIGHTS, "/a"))
    assert show.refused(Again(first)) == "call-not-open", "it is still waiting"
    show.do(Report(first, False, "call-timeout"), by=SYSTEM)
    show.do(Report(second, True), by=SYSTEM)
    assert show.refused(Again(second)) == "call-not-open", "it got through"
    assert show.refused(Again("nothing")) == "call-not-open"
    fresh = called(show, Again(first))
    assert fresh not in (first, second)
    assert show.state.calls.pending[fresh].what == Webhook(HOOK, body={"n": 1})
    assert show.log()[-1] == "log-called-again"
    wire = slices.calls(show.state.calls)
    assert (wire.by_id[first].status, wire.by_id[first].repeated) == ("failed", True)
    assert show.refused(Again(first)) == "call-not-open", "a second press is not a third call"
    show.do(Open(), by=SYSTEM)
    assert show.state.calls.over[-1].status == "unsure"
    assert called(show, Again(fresh)) not in (first, second, fresh)


def test_a_call_made_again_is_nobodys_cue() -> None:
    show = Playout(PLAN, show=OURS)
    show.do(do.Go())
    failed = ids(show)["hook"]
    show.do(Report(failed, False, "call-refused"), by=SYSTEM)
    fresh = called(show, Again(failed))
    show.do(Report(fresh, True), by=SYSTEM)
    assert results(show)["hook"].outcome == "failed", "what became of the cue stays known"


# --- cues ---

PLAN = Plan.of(
    item("a", 10, "10:00", cues=(cue("hook", Webhook(HOOK, body={"n": 1})), cue("light", Osc(LIGHTS, "/on", (1,))))),
    item("b", 10),
)


def results(show: Playout) -> dict[str, Result]:
    return dict(show.run.results["a"])


def ids(show: Playout) -> dict[str, str]:
    return {str(call.cue): call.id for call in show.state.calls.pending.values()}


def test_a_cue_waits_for_its_call() -> None:
    show = Playout(PLAN, "10:00", OURS)
    show.do(do.Go())
    assert {name: one.outcome for name, one in results(show).items()} == {"hook": "waiting", "light": "waiting"}
    pending = ids(show)
    assert {name: one.args["call"] for name, one in results(show).items()} == pending
    show.do(Report(pending["light"], True), by=SYSTEM)
    show.do(Report(pending["hook"], False, "call-timeout", "10 s"), by=SYSTEM)
    assert results(show)["light"].outcome == "done"
    failed = results(show)["hook"]
    assert (failed.outcome, failed.code, failed.args["detail"]) == ("failed", "call-timeout", "10 s")
    assert show.log()[-1] == "log-call-failed"


def test_a_restart_in_between_makes_it_failed_and_unsure() -> None:
    show = Playout(PLAN, "10:00", OURS)
    show.do(do.Go())
    show.do(Open(), by=SYSTEM)
    assert {(one.outcome, one.code) for one in results(show).values()} == {("failed", "call-unsure")}
    assert show.do(Open(), by=SYSTEM) == ()


def test_a_cue_that_was_fired_again_waits_for_the_newer_call() -> None:
    show = Playout(PLAN, "10:00", OURS)
    show.do(do.Go())
    first = ids(show)["hook"]
    show.do(do.Fire(EntryId("a"), CueId("hook")))
    second = [call.id for call in show.state.calls.pending.values() if call.cue == "hook"][-1]
    show.do(Report(first, False, "call-refused"), by=SYSTEM)
    assert results(show)["hook"].outcome == "waiting"
    show.do(Report(second, True), by=SYSTEM)
    assert results(show)["hook"].outcome == "done"


def test_after_a_reset_nobody_waits() -> None:
    show = Playout(PLAN, "10:00", OURS)
    show.do(do.Go())
    call = ids(show)["hook"]
    show.do(do.Reset())
    show.do(Report(call, True), by=SYSTEM)
    assert show.run.results == {}
    assert [one.status for one in show.state.calls.over] == ["done"]


def test_a_call_cannot_be_taken_back_and_says_so() -> None:
    show = Playout(PLAN, "10:00", OURS)
    show.do(do.Go())
    show.do(do.GoBack())
    assert set(show.run.left) == {"hook", "light"}


def test_a_rehearsal_calls_nobody() -> None:
    show = Playout(PLAN, "10:00", OURS)
    show.do(do.Rehearse(10))
    show.do(do.Go())
    assert {one.outcome for one in results(show).values()} == {"muted"}
    assert show.state.calls == CallsState()


def test_the_journal_brings_it_all_back() -> None:
    show = Playout(PLAN, "10:00", OURS)
    show.do(do.Go())
    show.do(Report(ids(show)["light"], True), by=SYSTEM)
    state = registry.State()
    for seq, raw in enumerate(show.entries, 1):
        state = entries.record(state, seq, show.now, "x", [registry.decode_event(one) for one in raw])
    assert state.calls == show.state.calls
    assert state.rundown == show.state.rundown
    assert registry.decode_state(registry.encode_state(show.state)).calls == show.state.calls
