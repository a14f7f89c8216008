"""Cues in words, for paper."""

from typing import assert_never

from msgspec import UNSET

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
from control.core.camera_acts import PresetNames
from control.core.log import figures
from control.core.rundown.acts import Act, TimerAct
from control.core.rundown.plan import Cue
from control.core.types import SceneId
from control.exchange.times import DAY, written
from control.language import Texts
from control.show import Show, Transition


def short(ms: int) -> str:
    """`5:00`, `1:30:00`, `-0:30`: a length as the crew reads it."""
    text = written(abs(ms) // 1000 * 1000).removeprefix("0:").removeprefix("0")
    return f"−{text}" if ms < 0 else text


def of_day(ms: int) -> str:
    """`09:05:30`, whatever day it is; without the seconds where there are none."""
    seconds = ms % DAY // 1000
    text = f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text


class CueWords:
    def __init__(self, texts: Texts, show: Show | None, presets: PresetNames) -> None:
        self._texts = texts
        self._names: dict[str, str] = {}
        self._into: dict[SceneId, Transition] = {}
        """Each scene's own transition."""
        if show is not None:
            self._names |= {f"input {input_id}": name for input_id, name in show.audible()}
            self._names |= {f"graphic {graphic.id}": graphic.name for graphic in show.graphics}
            self._names |= {f"scene {scene.id}": scene.name for scene in show.scenes}
            self._into = {scene.id: scene.transition or show.transition for scene in show.scenes}
            self._names |= {f"item {s.id} {item.id}": item.name for s in show.scenes for item in s.sources}
            self._names |= {f"timer {timer.id}": timer.name for timer in show.timers}
            self._names |= {f"bank {timer.id} {bank.id}": bank.name for timer in show.timers for bank in timer.banks}
            self._names |= {f"camera {camera.id}": camera.name for camera in show.cameras}
            self._names |= {f"switch {switch.id}": switch.name for switch in show.switches}
            self._names |= {
                f"preset {camera.id} {preset.id}": preset.name
                for camera in show.cameras
                for preset in (camera.ptz.presets if camera.ptz is not None else ())
            }
            self._names |= {f"target {target.id}": target.name for target in show.calls}
        self._names |= {f"preset {camera} {preset}": name for (camera, preset), name in presets.items()}

    def __call__(self, cue: Cue) -> str:
        """«в начале: в эфир «Студия»»."""
        by = of_day(cue.by) if cue.when == "time" else short(cue.by)
        when = {"after": "start", "overrun": "zero"}.get(cue.when, cue.when) if not cue.by else cue.when
        text = f"{self._texts.format(f'cue-{when}', by=by)}: {self._act(cue.act)}"
        return f"{text} ({cue.note})" if cue.note else text

    def _name(self, kind: str, key: str) -> str:
        return self._names.get(f"{kind} {key}") or key.rpartition(" ")[2]

    def _act(self, act: Act) -> str:
        say = self._texts.format
        match act:
            case program.Take():
                return self._take(act)
            case program.Preview(scene=scene):
                return say("act-preview", name=self._name("scene", scene))
            case sources.ShowItem(scene=scene, item=item, visible=visible):
                return say("act-show-item" if visible else "act-hide-item", name=self._name("item", f"{scene} {item}"))
            case sources.Mute(input=source, muted=muted):
                return say("act-mute" if muted else "act-unmute", name=self._name("input", source))
            case sources.SetVolume(input=source, volume=volume):
                return say("act-volume", name=self._name("input", source), volume=f"{volume:g}")
            case sources.Fade(input=source, volume=volume, duration=duration):
                name, seconds = self._name("input", source), f"{duration / 1000:g}"
                return say("act-fade", name=name, volume=f"{volume:g}", seconds=seconds)
            case graphics.Play(graphic=graphic):
                return say("act-play", name=self._name("graphic", graphic))
            case graphics.Stop(graphic=graphic):
                return say("act-stop", name=self._name("graphic", graphic))
            case graphics.Step(graphic=graphic, to=to):
                step = to + 1 if to is not None else 0
                return say("act-step", name=self._name("graphic", graphic), step=step)
            case graphics.Update(graphic=graphic):
                return say("act-update", name=self._name("graphic", graphic))
            case graphics.Clear():
                return say("act-clear")
            case outputs.SetOutput(output=output, on=on):
                return say(f"act-{output.value}-{'on' if on else 'off'}")
            case marks.Mark(text=text):
                return say("act-mark", text=text or "blank")
            case stage.Say(text=text):
                return say("act-say", text=text)
            case stage.Hush():
                return say("act-hush")
            case stage.Blackout(on=on):
                return say("act-blackout" if on else "act-blackout-over")
            case camera_acts.Recall(camera=camera, preset=preset):
                name = self._name("preset", f"{camera} {preset}")
                return say("act-recall", camera=self._name("camera", camera), name=name)
            case camera_acts.Home(camera=camera):
                return say("act-home", camera=self._name("camera", camera))
            case feeds.SetUse(camera=camera, use=use):
                return say("act-feed", camera=self._name("camera", camera), use=use)
            case switches.Switch(switch=switch, camera=camera):
                return say("act-switch", name=self._name("switch", switch), camera=self._name("camera", camera))
            case switches.Follow(switch=switch, on=on):
                return say("act-follow" if on else "act-follow-off", name=self._name("switch", switch))
            case stage.SetSecond():
                return self._second(act)
            case calls.Webhook(target=target):
                return say("act-call", name=self._name("target", target))
            case calls.Osc(target=target, address=address):
                return say("act-osc", name=self._name("target", target), address=address)
            case _:
                return self._timer(act)

    def _second(self, act: stage.SetSecond) -> str:
        text = "blank" if act.text is UNSET or not act.text else act.text
        if act.timer is not None:
            return self._texts.format("act-second-timer", name=self._name("timer", act.timer))
        if act.source is UNSET:
            return self._texts.format("act-second-kept", text=text)
        return self._texts.format("act-second-text" if act.source == "text" else "act-second-off", text=text)

    def _take(self, act: program.Take) -> str:
        name = self._name("scene", act.scene)
        own = act.transition or (None if act.auto else program.CUT)
        how = own or self._into.get(act.scene)
        auto = self._texts.format("act-take-auto")
        if how is None:
            return self._texts.format("act-take", name=name, how=auto)
        seconds = f"{how.duration / 1000:g}" if how.kind != "cut" else "blank"
        words = self._texts.format("act-take-how", kind=how.kind, seconds=seconds)
        return self._texts.format("act-take", name=name, how=words if own is not None else f"{auto}: {words}")

    def _timer(self, act: TimerAct) -> str:
        bank = getattr(act, "bank", None)
        whose = {
            "name": self._name("timer", act.timer),
            "bank": self._name("bank", f"{act.timer} {bank}") if bank is not None else "blank",
        }
        match act:
            case timer_acts.Start():
                return self._texts.format("act-timer-start", **whose)
            case timer_acts.Pause():
                return self._texts.format("act-timer-pause", **whose)
            case timer_acts.Reset():
                return self._texts.format("act-timer-reset", **whose)
            case timer_acts.Switch():
                return self._texts.format("act-timer-switch", **whose)
            case timer_acts.Set(ms=ms):
                return self._texts.format("act-timer-set", **whose, time=figures(ms))
            case timer_acts.Adjust(ms=ms):
                return self._texts.format("act-timer-adjust", **whose, time=("−" if ms < 0 else "+") + figures(ms))
        assert_never(act)
