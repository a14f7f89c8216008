"""The rundown's slices: their shape, what stays the same object, and what those on the stage do not get."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from control.core.rundown import commands as do
from control.core.rundown.plan import Field, Plan
from control.core.stage import Say
from control.core.types import FieldId
from control.views import rundown
from control.views.wire_rundown import RundownWire, RunWire
from tests.control.core.rundowns import Playout, at, cue, group, item
from webui import merge


def plan() -> Plan:
    return Plan.of(
        group("g", note="секрет группы"),
        item(
            "a", 10, "10:00",
            group="g", note="секрет", script="речь", custom={"props": "секрет"}, cues=(cue("s", Say("секрет")),),
        ),
        item("b", 5, end="10:20"),
        item("c", 5),
        fields=(Field(id=FieldId("props"), label="Реквизит"),),
    )  # fmt: skip


def test_what_is_made_fits_the_type_the_pages_are_made_from() -> None:
    show = Playout(plan(), "10:00")
    show.do(do.Go())
    for made in (rundown.rundown(show.state.rundown), rundown.public(show.state.rundown)):
        assert msgspec.convert(made, RundownWire, strict=True).order == ["g", "a", "b", "c"]
    made = rundown.rundown(show.state.rundown)
    assert made["anchors"] == {"a": {"start": at("10:00")}, "b": {"end": at("10:20")}}
    assert made["midnight"] == at("00:00")
    run = msgspec.convert(rundown.run(show.state.rundown), RunWire, strict=True)
    assert (run.item, run.next) == ("a", "b")


def test_a_cue_s_result_leaves_those_of_other_items_the_same_objects() -> None:
    acted = [item(name, 5, cues=(cue("say", Say("Пора")),)) for name in ("a", "b", "c")]
    show = Playout(Plan.of(*acted), "10:00")
    show.do(do.Go())
    before = rundown.run(show.state.rundown)
    show.do(do.Go())
    after = rundown.run(show.state.rundown)
    assert after["results"]["a"] is before["results"]["a"]
    told = msgspec.convert(after, RunWire, strict=True).results
    assert {name: [one.outcome for one in cues.values()] for name, cues in told.items()} == {
        "a": ["done"],
        "b": ["done"],
    }
    assert set(merge.diff(before, after)["results"]) == {"b"}


def test_an_edit_leaves_all_other_entries_the_same_objects() -> None:
    show = Playout(plan(), "10:00")
    before = rundown.rundown(show.state.rundown)
    show.do(do.Put(replace(show.state.rundown.plan.entries["b"], title="другое")))  # type: ignore[index]
    after = rundown.rundown(show.state.rundown)
    assert after["order"] is before["order"]
    assert after["byId"]["a"] is before["byId"]["a"]
    assert after["byId"]["b"]["title"] == "другое"
    patch = merge.diff(before, after)
    assert set(patch) == {"edition", "byId", "undo"}
    assert set(patch["byId"]) == {"b"}


def test_those_on_the_stage_get_no_notes_and_no_cues() -> None:
    show = Playout(plan(), "10:00")
    made = rundown.public(show.state.rundown)
    assert "секрет" not in str(made)
    assert "речь" not in str(made)
    assert made["fields"] == []
    show.do(do.Go())
    assert rundown.run(show.state.rundown)["results"]["a"]["s"]["outcome"] == "done"
    public = rundown.public_run(show.state.rundown)
    assert (public["item"], public["results"], public["fired"]) == ("a", {}, [])
    assert msgspec.convert(public, RunWire).mode == "on"
    assert made["byId"]["a"]["title"] == "A"


def test_another_day_moves_the_anchors() -> None:
    show = Playout(plan(), "10:00")
    before = rundown.rundown(show.state.rundown)["anchors"]["a"]["start"]
    show.until("24:00")
    assert rundown.rundown(show.state.rundown)["anchors"]["a"]["start"] == before + 24 * 3_600_000
