"""What a cue may do: a command of another module, as an operator could give it by hand."""

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

TimerAct = (
    timer_acts.Start | timer_acts.Pause | timer_acts.Reset | timer_acts.Switch | timer_acts.Set | timer_acts.Adjust
)
Act = (
    program.Take
    | program.Preview
    | sources.ShowItem
    | sources.Mute
    | sources.SetVolume
    | sources.Fade
    | camera_acts.Recall
    | camera_acts.Home
    | feeds.SetUse
    | switches.Switch
    | switches.Follow
    | graphics.Play
    | graphics.Stop
    | graphics.Step
    | graphics.Update
    | graphics.Clear
    | outputs.SetOutput
    | marks.Mark
    | stage.Say
    | stage.Hush
    | stage.Blackout
    | stage.SetSecond
    | TimerAct
    | calls.Webhook
    | calls.Osc
)

MUTED_IN_REHEARSAL: tuple[type, ...] = (outputs.SetOutput, calls.Webhook, calls.Osc)
"""What would be seen or heard outside the house: a rehearsal only notes it.

Cameras do move: that is what one looks at."""
