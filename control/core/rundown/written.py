"""The rundown of a show file to the plan that is played. Pure; the file has been checked (`control.showfile`)."""

from control.clock import Duration
from control.core import (
    calls,
    camera_acts,
    feeds,
    graphics,
    marks,
    outputs,
    program,
    sources,
    stage,
    switches,
    timer_acts,
)
from control.core.rundown.acts import Act
from control.core.rundown.plan import Cue, Delay, Entry, Field, Group, Item, Milestone, Plan, When
from control.core.types import CameraId, CueId, EntryId, FieldId, ItemId, PresetId, SceneId, TargetId
from control.show import PlanCue, PlanEntry, PlanGroup, Show

WARNING, DANGER = Duration(60_000), Duration(15_000)
LONGEST_ID = 60
"""Of what a cue's id is made of; a number may follow."""


def plan_of(show: Show) -> Plan | None:
    """None: the file has no rundown."""
    written = show.rundown
    if written is None:
        return None
    return Plan.of(
        *(entry for each in written.items for entry in _entries(each)),
        fields=tuple(Field(id=FieldId(key), label=label) for key, label in written.fields.items()),
        date=written.date,
    )


def _entries(written: PlanGroup) -> tuple[Entry, ...]:
    """The entry and, of a group, those in it."""
    if written.items is None:
        return (_entry(written, None),)
    group = Group(
        id=written.id,
        title=written.title,
        note=written.note,
        colour=written.colour,
        target=written.target,
        custom=_custom(written),
    )
    return (group, *(_entry(inner, written.id) for inner in written.items))


def _custom(written: PlanEntry) -> dict[FieldId, str]:
    return {FieldId(key): text for key, text in written.custom.items()}


def _entry(written: PlanEntry, group: EntryId | None) -> Entry:
    if written.delay is not None:
        return Delay(id=written.id, group=group, by=written.delay)
    if written.milestone is not None:
        return Milestone(
            id=written.id,
            group=group,
            number=written.number,
            title=written.title,
            note=written.note,
            colour=written.colour,
            custom=_custom(written),
        )
    warning, danger = _levels(written)
    return Item(
        id=written.id,
        group=group,
        number=written.number,
        title=written.title,
        note=written.note,
        script=written.script,
        colour=written.colour,
        skip=written.skip,
        flag=written.flag,
        start=written.start,
        duration=_duration(written),
        end=written.end,
        count_to_end=written.count_to_end,
        display=written.display,
        warning=warning,
        danger=danger,
        at_end=written.at_end,
        overrun=written.overrun,
        missed=written.missed,
        custom=_custom(written),
        cues=_cues(written.cues),
    )


def _duration(written: PlanEntry) -> Duration:
    """With an end it counts only when that is taken away."""
    if written.duration is None and written.start is not None and written.end is not None:
        return Duration(min(written.end - written.start, 7 * 86_400_000))
    return written.duration or Duration(0)


def _levels(written: PlanEntry) -> tuple[Duration, Duration]:
    """Red is never before amber."""
    warning, danger = written.warning, written.danger
    if warning is None:
        warning = max(WARNING, danger or WARNING)
    return warning, min(DANGER, warning) if danger is None else danger


# --- cues ---


def _cues(written: tuple[PlanCue, ...]) -> tuple[Cue, ...]:
    """An id that is not written is made of what the cue does, the second of the same kind gets a 2: a cue keeps its id
    while others are added, moved and taken away, and its own moment changes."""
    taken = {cue.id for cue in written if cue.id is not None}
    cues = []
    for one in written:
        cue_id = one.id or _free(_named(one), taken)
        taken.add(cue_id)
        when, by = _moment(one)
        cues.append(Cue(id=CueId(cue_id), act=_act(one), when=when, by=by, note=one.note))
    return tuple(cues)


def _named(cue: PlanCue) -> str:
    match cue.kind:
        case "stream" | "record" | "blackout" as kind:
            name = kind if getattr(cue, kind) else f"{kind}-off"
        case "say" | "hush" | "clear" | "mark" as kind:
            name = kind
        case "second_line" | "second_off" as kind:
            name = kind.replace("_", "-")
        case "second_timer":
            name = f"second-timer-{cue.second_timer}"
        case "timer":
            name = f"timer-{cue.timer}-{cue.do}"
        case kind:
            name = f"{kind}-{getattr(cue, kind)}".replace("/", "-")
    return name[:LONGEST_ID]


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def _moment(cue: PlanCue) -> tuple[When, int]:
    if cue.time is not None:
        return "time", cue.time
    if cue.when is not None:
        return cue.when, cue.after or 0
    return ("after", cue.after) if cue.after is not None else ("start", 0)


def _act(cue: PlanCue) -> Act:
    match cue.kind:
        case "take" | "cut" | "preview" | "show" | "hide":
            return _picture(cue)
        case "recall" | "home" | "feed" | "switch" | "follow" | "unfollow":
            return _camera(cue)
        case "play" | "step" | "stop" | "update" | "clear":
            return _graphics(cue)
        case "mute" | "unmute" | "volume" | "fade":
            return _sound(cue)
        case "say" | "hush" | "blackout" | "second_line" | "second_timer" | "second_off":
            return _stage(cue)
        case "timer":
            return _timer(cue)
        case "call":
            assert cue.call is not None
            return call_of(cue, cue.call)
    if cue.stream is not None:
        return outputs.SetOutput(outputs.Output.STREAM, cue.stream)
    if cue.record is not None:
        return outputs.SetOutput(outputs.Output.RECORD, cue.record)
    return marks.Mark(cue.mark or "")


def _picture(cue: PlanCue) -> Act:
    if cue.take is not None:
        return program.Take(cue.take, auto=True, transition=cue.transition)
    if cue.cut is not None:
        return program.Take(cue.cut)
    if cue.preview is not None:
        return program.Preview(cue.preview)
    scene, _, item = (cue.show or cue.hide or "").partition("/")
    return sources.ShowItem(SceneId(scene), ItemId(item), cue.show is not None)


def _camera(cue: PlanCue) -> Act:
    if cue.recall is not None:
        camera, _, preset = cue.recall.partition("/")
        return camera_acts.Recall(CameraId(camera), PresetId(preset), cue.on_air or False)
    if cue.home is not None:
        return camera_acts.Home(cue.home, cue.on_air or False)
    if cue.feed is not None:
        return feeds.SetUse(cue.feed, cue.use or "auto")
    if cue.switch is not None:
        assert cue.camera is not None
        return switches.Switch(cue.switch, cue.camera, auto=True, transition=cue.transition)
    followed = cue.follow or cue.unfollow
    assert followed is not None
    return switches.Follow(followed, cue.follow is not None)


def _graphics(cue: PlanCue) -> Act:
    if cue.play is not None:
        return graphics.Play(cue.play)
    if cue.step is not None:
        return graphics.Step(cue.step, to=cue.number - 1 if cue.number is not None else None)
    if cue.stop is not None:
        return graphics.Stop(cue.stop)
    return graphics.Update(cue.update, cue.data or {}) if cue.update is not None else graphics.Clear()


def _sound(cue: PlanCue) -> Act:
    if cue.mute is not None:
        return sources.Mute(cue.mute, True)
    if cue.unmute is not None:
        return sources.Mute(cue.unmute, False)
    if cue.fade is not None:
        return sources.Fade(cue.fade, cue.db or 0.0, cue.over or Duration(0))
    assert cue.volume is not None
    return sources.SetVolume(cue.volume, cue.db or 0.0)


def _stage(cue: PlanCue) -> Act:
    if cue.say is not None:
        return stage.Say(cue.say, cue.tone or "info", cue.blink or False)
    if cue.second_line is not None:
        return stage.SetSecond("text", cue.second_line)
    if cue.second_timer is not None:
        return stage.SetSecond("timer", timer=cue.second_timer)
    if cue.second_off is not None:
        return stage.SetSecond("nothing")
    return stage.Blackout(cue.blackout) if cue.blackout is not None else stage.Hush()


def _timer(cue: PlanCue) -> Act:
    assert cue.timer is not None
    match cue.do:
        case "start":
            return timer_acts.Start(cue.timer, cue.bank)
        case "pause":
            return timer_acts.Pause(cue.timer)
        case "reset":
            return timer_acts.Reset(cue.timer)
        case "switch":
            return timer_acts.Switch(cue.timer, cue.bank)
        case "set":
            return timer_acts.Set(cue.timer, cue.to or Duration(0), cue.bank)
    return timer_acts.Adjust(cue.timer, cue.by or Duration(0), cue.bank)


def call_of(cue: PlanCue, target: TargetId) -> calls.Webhook | calls.Osc:
    """Only a call by OSC has an address."""
    if cue.address is not None:
        return calls.Osc(target, cue.address, cue.args or ())
    return calls.Webhook(target, cue.method or "POST", cue.body)
