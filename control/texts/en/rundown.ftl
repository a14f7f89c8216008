# The rundown
log-rundown-go = GO: “{ $item }”
log-rundown-auto = By itself: “{ $item }”
log-rundown-back = Back: the GO of “{ $item }” is undone{ $left ->
    [0] {""}
   *[other] . Could not be undone: { $left }
}
log-rundown-ready = Ready: “{ $item }”
log-rundown-stop = Stop{ $item ->
    [blank] {""}
   *[other] : “{ $item }”
}
log-rundown-pause = Rundown paused
log-rundown-resume = Rundown goes on
log-rundown-time = Rundown: { $ms } ms on the item’s clock
log-rundown-up = Time is up: “{ $item }”
log-rundown-missed = A cue was missed: Efir was down at its moment
log-rundown-held = The rundown waits: something was missed while Efir was down
log-rundown-went-on = The rundown goes on by itself
log-rundown-armed = Auto-start is on
log-rundown-disarmed = Auto-start is off
log-rundown-rolling = The rundown follows the wall clock
log-rundown-not-rolling = The rundown no longer follows the wall clock
log-rundown-reset = The rundown is back at its beginning
log-rundown-rehearsing = Rehearsal: speed ×{ $rate }, nothing leaves the house
log-rundown-rehearsed = The rehearsal is over
log-rundown-added = Added to the rundown: { $count }
log-rundown-changed = Changed in the rundown: “{ $entry }”
log-rundown-removed = Removed from the rundown: “{ $entry }”{ $count ->
    [1] {""}
   *[other] {" "}and more, { $count } in all
}
log-rundown-moved = Moved in the rundown: “{ $entry }”
log-rundown-delay-applied = A delay ({ $time } { $way }) was written into the plan, items changed: { $count }
log-rundown-settings = The rundown’s settings were changed
log-rundown-replaced = Another rundown was loaded, rows: { $count }
log-rundown-file-kept = The show file has another rundown, but this one was edited or is on the air: it is kept
log-rundown-edit-undone = An edit of the rundown was undone{ $entry ->
    [blank] {""}
   *[other] : “{ $entry }”
}
log-rundown-edit-redone = An edit of the rundown was redone{ $entry ->
    [blank] {""}
   *[other] : “{ $entry }”
}
already-gone = Not done: another operator was first with GO. Look at the rundown and decide anew
next-changed = Not done: another item is next now, “{ $entry }”. Look at the rundown and decide anew
moved-on = Not done: the rundown has moved on meanwhile. Look at it and decide anew
nothing-next = There is nothing next in the rundown
nothing-on-air = No item of the rundown is on the air
nothing-to-go-back = There is nothing to go back to
item-on-air = This item is on the air
show-under-way = The show has begun: a rehearsal would wipe what happened in it. End the show and press Reset, then rehearse
rehearsal-while-live = A stream or a recording is running: a rehearsal cannot begin now
rate-out-of-range = The speed of a rehearsal is 0.1 to { $fastest }
not-asked = This cue was decided on already
cue-gone = This cue is not in the rundown any more
entry-gone = This entry is not in the rundown any more
entry-exists = “{ $entry }” is in the rundown already
entry-changed = Somebody else has changed “{ $entry }” meanwhile
entry-other-kind = “{ $entry }” is an entry of another kind
move-into-itself = It cannot be moved there
rundown-changed = Somebody else has changed the rundown meanwhile. Look at it and decide anew
rundown-too-long = The rundown is too long: { $most } rows at most
no-such-day = There is no such day: { $day }
rundown-order = The rows of the rundown are mixed up: this file is damaged
rundown-fields = Columns of the rundown repeat, or there are more than { $most }
group-torn = “{ $entry }” does not stand in its group
duration-out-of-range = “{ $entry }”: the duration is zero to seven days
time-out-of-range = “{ $entry }”: the time is outside the rundown ({ $days } days at most)
end-before-start = “{ $entry }”: the end is before the start
no-end-to-count-to = “{ $entry }”: counting to the end needs a start or an end time
cues-not-unique = “{ $entry }”: cues repeat, or there are more than { $most }
cue-time-out-of-range = “{ $entry }”: the cue’s time is out of range
delay-changed = Somebody else has changed this delay meanwhile. Look at it and decide again
delay-not-applied = The delay cannot be written into the plan: the clocks change there, and one time comes twice. Set the times by hand
delay-too-long = A delay is one day at most
nothing-to-undo = There is nothing to undo
edit-added = adding
edit-changed = change
edit-removed = removal
edit-moved = move
edit-delay-applied = a delay written into the plan
edit-settings = settings
edit-replaced = loading a rundown

# Before a GO
preflight-no-obs = OBS is away: the picture will change when it is back
preflight-no-stage = Nobody has the stage screen open
preflight-no-graphics = The graphics page is not open: graphics will not be seen
preflight-bridge = Graphics are not shown: their window did not start
preflight-feed-connecting = “{ $camera }” is still connecting
preflight-feed-frozen = “{ $camera }” is frozen
preflight-feed-lost = “{ $camera }”: no signal

# How long a clip is
clip-absent = The clip's file is not where it should be
clip-unreadable = The clip's file cannot be read: it is damaged, or it is neither picture nor sound but, say, a link to a stream
clip-no-length = The clip's file does not say how long it is
clip-late = The disk or the network does not answer: the clip's file could not be read within { $seconds } s
