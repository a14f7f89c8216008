"""Slices of the core: each a pure function of the state and the show, in the shapes of `control.views.wire`."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from control.contest.debate import DebateState
from control.core import program
from control.core.air import AirState
from control.core.calls import CallsState, Osc, Webhook
from control.core.graphics import STEPPED, GraphicsState, step_of, steps_of, texts_of
from control.core.health import HealthState
from control.core.log import LogEntry, LogState
from control.core.outputs import OutputsState, OutputState
from control.core.program import ProgramState
from control.core.sources import SourcesState, is_visible, sound_of
from control.core.stage import Message, SecondLine, StageState
from control.core.switches import SwitchesState, camera_of
from control.core.switches import of as switch_of
from control.core.timers import TimersState
from control.core.types import Actor, InputId, JudgeId, Role, actor_of
from control.show import Contest, Graphic, Judge, Participant, Show, Transition
from control.views import debate as debate_view
from control.views import timers as timers_view
from control.views.wire import (
    CallsWire,
    CallWire,
    CameraWire,
    Collection,
    FadeWire,
    GraphicStateWire,
    GraphicsWire,
    GraphicWire,
    HealthWire,
    InputWire,
    ItemWire,
    LogsWire,
    LogWire,
    MessageWire,
    ObsWire,
    OnAirGraphicWire,
    OnAirWire,
    OutputsWire,
    OutputWire,
    PersonWire,
    ProgramWire,
    SceneWire,
    SecondWire,
    ShowWire,
    SoundWire,
    SourcesWire,
    StageWire,
    StudioWire,
    SwitchesWire,
    SwitchStateWire,
    SwitchWire,
    TargetWire,
    ThemeWire,
    TransitionWire,
)


def _person(person: Participant | Judge) -> PersonWire:
    return PersonWire(name=person.name, caption=person.caption or UNSET)


def show(show: Show) -> ShowWire:
    contest = show.contest or Contest(participants=(), judges=(), topics=())
    return ShowWire(
        title=show.title,
        language=show.language,
        time_zone=show.time_zone,
        nomination=contest.nomination or UNSET,
        participants={person.id: _person(person) for person in contest.participants},
        judges={person.id: _person(person) for person in contest.judges},
    )


def studio(show: Show) -> StudioWire:
    return StudioWire(
        scenes=Collection(
            order=[scene.id for scene in show.scenes],
            by_id={
                scene.id: SceneWire(
                    name=scene.name,
                    transition=_transition(scene.transition or show.transition),
                    items=Collection(
                        order=[item.id for item in scene.sources],
                        by_id={
                            item.id: ItemWire(
                                name=item.name, kind=item.kind, camera=item.camera or UNSET, switch=item.switch or UNSET
                            )
                            for item in scene.sources
                        },
                    ),
                    slate=True if scene.id == show.slate_scene else UNSET,
                )
                for scene in show.scenes
            },
        ),
        cameras=Collection(
            order=[camera.id for camera in show.cameras],
            by_id={
                camera.id: CameraWire(name=camera.name, phone=camera.takes_phone or UNSET) for camera in show.cameras
            },
        ),
        switches=Collection(
            order=[switch.id for switch in show.switches],
            by_id={
                switch.id: SwitchWire(
                    name=switch.name, cameras=list(switch.cameras), voices=True if switch.voices else UNSET
                )
                for switch in show.switches
            },
        ),
        inputs=Collection(
            order=[input_id for input_id, _ in show.audible()],
            by_id={input_id: InputWire(name=name) for input_id, name in show.audible()},
        ),
        graphics=Collection(
            order=[graphic.id for graphic in show.graphics],
            by_id={
                graphic.id: GraphicWire(
                    name=graphic.name,
                    graphic=graphic.graphic,
                    fields=graphic.data if graphic.source == "fixed" else UNSET,
                )
                for graphic in show.graphics
            },
        ),
        targets=Collection(
            order=[target.id for target in show.calls],
            by_id={
                target.id: TargetWire(name=target.name, kind="webhook" if target.webhook is not None else "osc")
                for target in show.calls
            },
        ),
        can_stream=show.outputs.stream is not None,
        can_record=show.outputs.record is not None,
        stream_name=(show.outputs.stream.name or UNSET) if show.outputs.stream else UNSET,
    )


def _transition(transition: Transition) -> TransitionWire:
    return TransitionWire(kind=transition.kind, duration=transition.duration)


def programme(state: ProgramState, air: AirState, show: Show) -> ProgramWire:
    into = state.preview or show.slate_scene
    transition = program.transition_into(state, show, into)
    return ProgramWire(
        scene=state.scene or UNSET,
        preview=state.preview or UNSET,
        foreign=state.foreign or UNSET,
        transition=_transition(transition),
        takes=state.takes,
        leaving=sorted(air.leaving) or UNSET,
    )


def visible(state: SourcesState, show: Show) -> dict[str, Any]:
    """Scene → item → seen."""
    return {
        scene.id: {item.id: bool(is_visible(state, show, scene.id, item.id)) for item in scene.sources}
        for scene in show.scenes
    }


def sources(state: SourcesState, show: Show) -> SourcesWire:
    return SourcesWire(
        visible=visible(state, show),
        sound={
            input_id: SoundWire(muted=sound.muted, volume=sound.volume, fade=_fade(state, input_id))
            for input_id, _ in show.audible()
            if (sound := sound_of(state, show, input_id)) is not None
        },
    )


def switches(state: SwitchesState, show: Show) -> SwitchesWire:
    return SwitchesWire(
        by_id={
            switch.id: SwitchStateWire(
                camera=camera_of(state, show, switch.id) or switch.cameras[0],
                follows=True if (known := switch_of(state, switch.id)).follows else UNSET,
                held=True if known.held else UNSET,
            )
            for switch in show.switches
        }
    )


def _fade(state: SourcesState, input_id: InputId) -> FadeWire | UnsetType:
    fade = state.fades.get(input_id)
    return FadeWire(start=fade.start, begun=fade.begun, duration=fade.duration) if fade is not None else UNSET


def graphics(state: GraphicsState, show: Show) -> GraphicsWire:
    return GraphicsWire(
        by_id={
            graphic.id: GraphicStateWire(
                playing=graphic.id in state.playing,
                data=state.data.get(graphic.id, UNSET),
                step=_step(state, graphic),
                steps=steps_of(state, graphic) if graphic.graphic in STEPPED else UNSET,
            )
            for graphic in show.graphics
        }
    )


def _step(state: GraphicsState, graphic: Graphic) -> int | UnsetType:
    return step_of(state, graphic) if graphic.graphic in STEPPED else UNSET


def _output(state: OutputState) -> OutputWire:
    return OutputWire(wanted=state.wanted, actual=state.actual.value, since=state.since, detail=state.detail or UNSET)


def outputs(state: OutputsState) -> OutputsWire:
    return OutputsWire(stream=_output(state.stream), record=_output(state.record))


def calls(state: CallsState) -> CallsWire:
    shown = (*state.over, *state.pending.values())
    return CallsWire(
        order=[call.id for call in shown],
        by_id={
            call.id: CallWire(
                target=call.what.target,
                name=call.name,
                kind="webhook" if isinstance(call.what, Webhook) else "osc",
                at=call.at,
                status=call.status,
                code=call.code or UNSET,
                detail=call.detail or UNSET,
                address=call.what.address if isinstance(call.what, Osc) else UNSET,
                item=call.item or UNSET,
                repeated=True if call.repeated else UNSET,
            )
            for call in shown
        },
    )


def stage(state: StageState) -> StageWire:
    """For those who look at it: words that wait are not theirs yet."""
    return _stage(state, waiting=False)


def stage_and_waiting(state: StageState) -> StageWire:
    """For the panel."""
    return _stage(state, waiting=True)


def _stage(state: StageState, *, waiting: bool) -> StageWire:
    return StageWire(
        message=_message(state.message) if state.message is not None else UNSET,
        blackout=True if state.blackout else UNSET,
        second=_second(state.second, waiting),
    )


def _second(second: SecondLine, waiting: bool) -> SecondWire | UnsetType:
    text = second.text if waiting or second.source == "text" else ""
    if second.source == "nothing" and not text:
        return UNSET
    return SecondWire(source=second.source, text=text or UNSET, timer=second.timer or UNSET)


def _message(message: Message) -> MessageWire:
    return MessageWire(
        text=message.text,
        tone=message.tone,
        at=message.at,
        blink=True if message.blink else UNSET,
        seen=message.seen if message.seen is not None else UNSET,
        seen_by=actor_of(message.seen_by).role.value if message.seen_by else UNSET,
    )


def health(state: HealthState) -> HealthWire:
    return HealthWire(
        obs=ObsWire(
            phase=state.obs,
            kind=state.obs_kind,
            since=state.obs_since,
            version=state.obs_version or UNSET,
            reason=state.obs_reason or UNSET,
        )
    )


def _who(actor: Actor, show: Show) -> str | None:
    if actor.role is Role.JUDGE and show.contest is not None:
        return next((judge.name for judge in show.contest.judges if judge.id == JudgeId(actor.subject)), None)
    return None


class _Lines:
    """Of the log, JSON-ready, made again only of an entry that is another object: a commit adds one to a hundred. What
    is the same object need not be compared for the patch either."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[LogEntry, dict[str, Any]]] = {}
        self._show: Show | None = None

    def of(self, entries: tuple[LogEntry, ...], show: Show) -> dict[str, Any]:
        known = self._made if self._show is show else {}
        self._show = show
        self._made = {
            entry.seq: one
            if (one := known.get(entry.seq)) is not None and one[0] is entry
            else (entry, msgspec.to_builtins(_line(entry, show)))
            for entry in entries
        }
        return {str(seq): made for seq, (_, made) in self._made.items()}


_LINES = _Lines()


def _line(entry: LogEntry, show: Show) -> LogWire:
    return LogWire(
        at=entry.at,
        actor=entry.actor,
        who=_who(actor_of(entry.actor), show) or UNSET,
        code=entry.code,
        args=entry.args,
        undo=True if entry.undo is not None and not entry.undone else UNSET,
        undone=True if entry.undone else UNSET,
    )


def log(state: LogState, show: Show) -> dict[str, Any]:
    """A `LogsWire`, JSON-ready."""
    lines = _LINES.of(state.entries, show)
    return {**msgspec.to_builtins(LogsWire(order=list(lines), by_id={})), "byId": lines}


def theme(show: Show) -> ThemeWire:
    theme = show.theme
    return ThemeWire(
        ground=theme.ground,
        text=theme.text,
        accent=theme.accent,
        first=theme.first,
        second=theme.second,
        corner=theme.corner,
        logo="/show-files/logo" if theme.logo else UNSET,
        marks=True if theme.marks else UNSET,
    )


def on_air(state: GraphicsState, debate: DebateState, timers: TimersState, show: Show) -> OnAirWire:
    """What the graphics page draws. The scores are not in it before the reveal (`control.views.debate.on_air`)."""

    def data(graphic: Graphic) -> dict[str, object]:
        if graphic.source == "fixed":
            return dict(texts_of(state, graphic))
        if graphic.graphic == "timer":
            return timers_view.on_air(timers, show, graphic)
        return debate_view.on_air(debate, show, graphic.graphic)

    return OnAirWire(
        language=show.language,
        theme=theme(show),
        graphics=Collection(
            order=[graphic.id for graphic in show.graphics],
            by_id={
                graphic.id: OnAirGraphicWire(
                    graphic=graphic.graphic,
                    playing=graphic.id in state.playing,
                    step=_step(state, graphic),
                    data=data(graphic),
                )
                for graphic in show.graphics
            },
        ),
    )
