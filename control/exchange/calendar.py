"""A plan → iCalendar (RFC 5545): one event an item that is played, for the calendars of those who take part."""

from datetime import UTC, datetime, tzinfo

from icalendar import Calendar, Event

from control.clock import Instant
from control.core.rundown.plan import Group, Item, Plan, name_of
from control.core.rundown.schedule import Planned, Schedule


def write(plan: Plan, schedule: Schedule, zone: tzinfo, title: str, now: Instant, key: str) -> bytes:
    """`key`: of the show, the same for ever: with an item's id it makes the UID, by which a calendar that takes the
    file again moves its events and does not double them."""
    calendar = Calendar()
    calendar.add("prodid", "-//Efir//Rundown//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", str(zone))
    groups = {entry.id: entry for entry in plan if isinstance(entry, Group)}
    for item in plan.items():
        group = groups.get(item.group) if item.group is not None else None
        calendar.add_component(_event(item, group, schedule[item.id], zone, now, key))
    calendar.add_missing_timezones()
    text: bytes = calendar.to_ical()
    return text


def _event(item: Item, group: Group | None, planned: Planned, zone: tzinfo, now: Instant, key: str) -> Event:
    event = Event()
    event.add("uid", f"{item.id}@{key}.efir")
    event.add("dtstamp", _moment(now, UTC))
    event.add("dtstart", _moment(planned.start, zone))
    if planned.end > planned.start:  # RFC 5545 3.8.2.2: an end is later than the start
        event.add("dtend", _moment(planned.end, zone))
    event.add("summary", name_of(item))
    if item.note:
        event.add("description", item.note)
    if group is not None and group.title:
        event.add("categories", [group.title])
    event.add("sequence", item.revision)
    event.add("transp", "OPAQUE")
    return event


def _moment(moment: Instant, zone: tzinfo) -> datetime:
    """In UTC where the wall clock shows the same time twice: a calendar would take the first of the two
    (RFC 5545 3.3.5)."""
    wall = datetime.fromtimestamp(moment // 1000, UTC).astimezone(zone)
    return wall.astimezone(UTC) if wall.fold else wall
