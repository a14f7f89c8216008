"""What goes out comes back: every format, whatever is written in the plan."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from control.core.rundown.plan import Item, Plan, first_fault
from control.exchange import native, ontime, ontime_out, table, table_out
from control.exchange.reading import Options, Reading
from control.show import Language
from tests.control.exchange.plans import plans, with_cues

KINDS = st.sampled_from(["csv", "xlsx"])
LANGUAGES = st.sampled_from(["ru", "en"])


def plan_of(reading: Reading) -> Plan:
    assert reading.plan is not None, reading.faults
    return reading.plan


@given(plan=plans())
def test_the_plans_are_plans(plan: Plan) -> None:
    assert first_fault(plan) is None


@given(plan=plans(), kind=KINDS, language=LANGUAGES)
@settings(max_examples=40, deadline=None)
def test_a_table_comes_back(plan: Plan, kind: Literal["csv", "xlsx"], language: Language) -> None:
    data = table_out.write(kind, plan, language, "План: 1/2")
    assert plan_of(table.read(kind, data, Plan(fields=plan.fields), Options())) == plan
    assert table_out.left(kind, data, plan) == ()


@given(plan=plans().map(with_cues), kind=KINDS)
@settings(max_examples=40, deadline=None)
def test_a_table_leaves_alone_what_it_has_no_place_for(plan: Plan, kind: Literal["csv", "xlsx"]) -> None:
    data = table_out.write(kind, plan, "ru", "План")
    back = plan_of(table.read(kind, data, plan, Options()))
    assert back == plan
    said = {fault.args.get("field") for fault in table_out.left(kind, data, plan)}
    assert ("cues" in said) == any(isinstance(entry, Item) for entry in plan)


@given(plan=plans(ontime=True))
@settings(max_examples=80, deadline=None)
def test_an_ontime_project_comes_back(plan: Plan) -> None:
    data = ontime_out.write(plan, "Показ")
    back = plan_of(ontime.read(data, Plan(fields=plan.fields)))
    assert back == plan
    assert {fault.code for fault in ontime_out.left(data, plan)} <= {"exchange-ontime-label"}


@given(plan=plans(ontime=True).map(with_cues))
@settings(max_examples=40, deadline=None)
def test_an_ontime_project_leaves_alone_what_it_has_no_place_for(plan: Plan) -> None:
    data = ontime_out.write(plan, "Показ")
    assert plan_of(ontime.read(data, plan)) == plan


@given(plan=plans())
@settings(max_examples=40, deadline=None)
def test_what_ontime_cannot_say_is_said(plan: Plan) -> None:
    """Either it comes back, or something is said of it."""
    data = ontime_out.write(plan, "Показ")
    back = ontime.parse(data, Plan(fields=plan.fields))[0]
    assert back == plan or any(fault.code == "exchange-lost" for fault in ontime_out.left(data, plan))


@given(plan=plans().map(with_cues))
@settings(max_examples=40, deadline=None)
def test_our_own_file_is_whole(plan: Plan) -> None:
    assert plan_of(native.read(native.write(plan))) == plan


@pytest.mark.parametrize("language", ["ru", "en"])
@given(words=st.lists(st.sampled_from("=+-@\t\r'＝ a1(!"), max_size=8).map("".join))
@settings(max_examples=40, deadline=None)
def test_nothing_that_a_spreadsheet_would_run_is_written(words: str, language: Language) -> None:
    item: Any = Item(id="a", title="x", note=f"={words}")  # type: ignore[arg-type]
    plan = Plan.of(item)
    data = table_out.write("csv", plan, language, "План")
    cells = [
        cell for line in data.decode("utf-8-sig").split("\r\n") for cell in line.split(";" if language == "ru" else ",")
    ]
    assert not [cell for cell in cells if cell.strip('"')[:1] in tuple("=+-@\t\r＝")]
    assert plan_of(table.read("csv", data, Plan(), Options())) == plan


def test_the_revision_is_not_part_of_a_file() -> None:
    plan = with_cues(Plan.of(Item(id="a", title="x")))  # type: ignore[arg-type]
    data = table_out.write("csv", plan, "ru", "План")
    back = plan_of(table.read("csv", data, Plan(), Options()))
    assert back == replace(Plan.of(Item(id="a", title="x")))  # type: ignore[arg-type]
    assert msgspec.json.decode(msgspec.json.encode(back), type=Plan) == back
