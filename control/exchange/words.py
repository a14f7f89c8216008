"""Cues in words, for paper."""

from control.core import graphics, outputs, program, sources, stage
from control.core.rundown.plan import Cue
from control.core.types import Command
from control.exchange.times import DAY, written
from control.language import Texts
from control.show import Show


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
    def __init__(self, texts: Texts, show: Show | None) -> None:
        self._texts = texts
        self._names: dict[str, str] = {}
        if show is not None:
            self._names |= {f"input {input_id}": name for input_id, name in show.audible()}
            self._names |= {f"graphic {graphic.id}": graphic.name for graphic in show.graphics}
            self._names |= {f"scene {scene.id}": scene.name for scene in show.scenes}
            self._names |= {f"item {s.id} {item.id}": item.name for s in show.scenes for item in s.sources}

    def __call__(self, cue: Cue) -> str:
        """«в начале: в эфир «Студия»»."""
        by = of_day(cue.by) if cue.when == "time" else short(cue.by)
        when = {"after": "start", "overrun": "zero"}.get(cue.when, cue.when) if not cue.by else cue.when
        text = f"{self._texts.format(f'cue-{when}', by=by)}: {self._act(cue.act)}"
        return f"{text} ({cue.note})" if cue.note else text

    def _name(self, kind: str, key: str) -> str:
        return self._names.get(f"{kind} {key}") or key.rpartition(" ")[2]

    def _act(self, act: Command) -> str:
        say = self._texts.format
        match act:
            case program.Take(scene=scene):
                return say("act-take", name=self._name("scene", scene))
            case program.Preview(scene=scene):
                return say("act-preview", name=self._name("scene", scene))
            case sources.ShowItem(scene=scene, item=item, visible=visible):
                return say("act-show-item" if visible else "act-hide-item", name=self._name("item", f"{scene} {item}"))
            case sources.Mute(input=source, muted=muted):
                return say("act-mute" if muted else "act-unmute", name=self._name("input", source))
            case sources.SetVolume(input=source, volume=volume):
                return say("act-volume", name=self._name("input", source), volume=f"{volume:g}")
            case graphics.Play(graphic=graphic):
                return say("act-play", name=self._name("graphic", graphic))
            case graphics.Stop(graphic=graphic):
                return say("act-stop", name=self._name("graphic", graphic))
            case graphics.Update(graphic=graphic):
                return say("act-update", name=self._name("graphic", graphic))
            case graphics.Clear():
                return say("act-clear")
            case outputs.SetOutput(output=output, on=on):
                return say(f"act-{output.value}-{'on' if on else 'off'}")
            case stage.Say(text=text):
                return say("act-say", text=text)
            case stage.Hush():
                return say("act-hush")
        return say("act-other")
