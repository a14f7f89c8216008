# The rundown: words that the panel, the editor and the screens share
cue-take = Take: { $scene } ({ $how })
cue-take-auto = transition
cue-take-how = { $kind ->
    [cut] cut
    [fade] fade
    [swipe] swipe
    [slide] slide
    [luma_wipe] luma wipe
   *[fade_to_color] dip to colour
}{ $seconds ->
    [blank] {""}
   *[other] {", "}{ $seconds } s
}
cue-preview = Preview: { $scene }
cue-show = Show “{ $item }” ({ $scene })
cue-switch = { $switch }: camera “{ $camera }”
cue-follow = { $switch }: follow who speaks
cue-follow-off = { $switch }: do not follow who speaks
cue-hide = Hide “{ $item }” ({ $scene })
cue-mute = Mute: { $input }
cue-unmute = Unmute: { $input }
cue-volume = Volume of { $input }: { $db } dB
cue-play = Graphic: { $graphic }
cue-stop = Graphic off: { $graphic }
cue-update = Graphic’s text: { $graphic }
cue-clear = All graphics off
cue-stream-start = Start streaming
cue-stream-stop = Stop streaming
cue-record-start = Start recording
cue-record-stop = Stop recording
cue-say = To the stage: “{ $text }”
cue-hush = Take the stage message away
cue-fade = Volume of { $input }: fade to { $db } dB in { $seconds } s
cue-step = { $step ->
    [0] Next step: { $graphic }
   *[other] { $graphic }: step { $step }
}
cue-blackout = Black out the stage screen
cue-blackout-over = Stage screen on again
cue-second-text = { $text ->
    [blank] Show the words of the second line
   *[other] Second line on stage: “{ $text }”
}
cue-second-timer = Second line on stage: timer “{ $timer }”
cue-second-off = Take the second line off the stage
cue-second-kept = { $text ->
    [blank] Clear the words of the second line
   *[other] Words for the second line: “{ $text }”
}
cue-mark = Marker{ $text ->
    [blank] {""}
   *[other] : “{ $text }”
}
cue-call = Call: { $target }
cue-osc = { $target }: { $address }
cue-timer-start = Timer “{ $timer }”: start{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
cue-timer-pause = Timer “{ $timer }”: pause
cue-timer-reset = Timer “{ $timer }”: reset
cue-timer-switch = Timer “{ $timer }”: { $bank ->
    [blank] the next one’s turn
   *[other] turn of “{ $bank }”
}
cue-timer-set = Timer “{ $timer }”: set to { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
cue-timer-adjust = Timer “{ $timer }”: { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
cue-when-start = at the start
cue-when-end = at the end
cue-when-after = after { $time }
cue-when-time = at { $time }
cue-when-left = with { $time } left
cue-when-overrun = in overtime { $time }

# The panel
panel-rundown = Rundown
panel-rundown-short = Rundown
panel-rundown-end = ends { $time }
    .hint = When the last item is expected to end
panel-rundown-offset = Offset from the plan
    .absolute = Offset from the plan. Press to count from when the show began
    .relative = Offset counted from when the show began. Press to count from the plan
panel-rundown-rate = Speed of the rehearsal
panel-rundown-over = over
panel-rundown-under = under
panel-rundown-even = on time
panel-rundown-mode-idle = Not running
panel-rundown-mode-loaded = Ready
panel-rundown-mode-waiting = Waiting for its time
panel-rundown-mode-on = Outside the plan
panel-rundown-empty = The rundown is empty
panel-rundown-none-yet = The show has not begun
panel-rundown-none-more = Nothing is on
panel-rundown-up = time is up
panel-rundown-go = GO
panel-rundown-last = this is the last item
panel-rundown-nothing-next = There is nothing next in the rundown
panel-rundown-back = Back
panel-rundown-stop = Stop
panel-rundown-reset = To the beginning
panel-rundown-edit = Edit
panel-rundown-arm = Auto
    .hint = The next item begins by itself where the rundown says so
panel-rundown-roll = By clock
    .hint = Items begin by themselves, by the wall clock
panel-rundown-ready = All ready
panel-rundown-checking = Checking…
panel-rundown-left = Could not be undone: { $count }
panel-rundown-rehearsal = Rehearsal ×{ $rate }: nothing leaves the house
panel-rundown-rehearsal-end = End
panel-rundown-held = The rundown waits for you: something was missed while Efir was down
panel-rundown-missed = Missed while Efir was down
panel-rundown-do = Do it
panel-rundown-leave = Leave it
panel-rundown-leave-all = Leave all
panel-rundown-go-on = Go on
panel-rundown-choose = Make next
panel-rundown-on-air = on air
panel-rundown-next = next
panel-rundown-expected = expected
panel-rundown-planned = planned
panel-rundown-cues = Cues
panel-rundown-no-cues = No cues
panel-rundown-fire = Do it now
panel-rundown-done = done
panel-rundown-refused = failed
panel-rundown-muted = rehearsal: not sent
panel-rundown-skipped = skipped
panel-rundown-waiting = waiting for an answer
panel-rundown-failed = failed
panel-rundown-rehearse = Rehearse
panel-rundown-none = The rundown is empty. Add items on the rundown page, or load a file
panel-key-go = GO
panel-key-go-back = Back
panel-key-missed-do = Missed: do the first
panel-key-missed-leave = Missed: leave the first
panel-key-missed-on = Missed: go on
panel-key-desk = Rundown or debate
panel-tab-plan = Items
rundown-flagged = Flag
rundown-flag-to = to “{ $item }” in
rundown-flag-none = No more flags to come

rundown-delay = Delay { $sign ->
    [minus] −
   *[plus] +
}{ $time }

# The editor
rundown-page = Rundown
rundown-to-panel = ← Panel
rundown-inspector = Selected row
rundown-state = State
rundown-number = Cue
rundown-began = began
rundown-start = Start
rundown-end = End
rundown-duration = Length
rundown-title = Title
rundown-note = Note
rundown-script = Prompter text
rundown-colour = Colour
rundown-colour-none = No colour
rundown-colour-blue = Blue
rundown-colour-green = Green
rundown-colour-yellow = Yellow
rundown-colour-orange = Orange
rundown-colour-red = Red
rundown-colour-purple = Purple
rundown-colour-sky = Sky blue
rundown-colour-grey = Grey
rundown-linked = Begins right after the one before. Type a time to fix it; clear it to link
rundown-fixed = The start is fixed. Clear the time to link it to the one before
rundown-locked = The end is locked: the length is what is left until then
rundown-drag = Drag (from the keyboard: Alt+↑, Alt+↓)
rundown-kind-item = Item
rundown-kind-group = Group
rundown-kind-milestone = Milestone
rundown-kind-delay = Delay
rundown-new-group = New group
rundown-apply-delay = Write into the plan
rundown-delay-hint = Moves everything below until gaps have absorbed it. Written into the plan it is gone: the delayed times become the planned ones, and nothing moves
rundown-key-apply-delay = Write the delay into the plan
rundown-delay-length = How much to move by
rundown-redo = Redo
rundown-edit-theirs = The newest edit is not yours, { $who ->
    [owner] the owner made it
    [operator] another operator made it
    [system] Efir made it
   *[other] somebody else made it
}: { $what }. { $way ->
    [redo] Redo
   *[undo] Undo
} it all the same? Press once more
rundown-edit-back = { $way ->
    [redo] Redone
   *[undo] Undone
}: { $what }
rundown-settings = Columns and date
rundown-columns = Columns of your own
rundown-column-name = Name of the column
rundown-column-new = New column
rundown-date = Day of the show
rundown-any-day = No day: the rundown is played on the day it is started
rundown-settings-taken = Somebody else has changed this meanwhile, what is new is shown. If yours is meant, write it once more
rundown-keys = Keys
rundown-filter = Find in the rundown
rundown-nothing-found = Nothing found
rundown-empty = The rundown is empty. Press “+ Item” or Ins
rundown-select = Select a row of the rundown
rundown-on-air-hint = On the air: editing does not move its clock, use ± on the panel
rundown-remove = Remove
rundown-mine = Yours:
rundown-theirs = Theirs:
rundown-keep-mine = Keep mine
rundown-keep-theirs = Keep theirs
rundown-value-none = empty
rundown-value-linked = right after the one before
rundown-value-open = not fixed
rundown-value-yes = yes
rundown-value-no = no
rundown-target = How long the group shall take
rundown-warning = Warning, time left
rundown-danger = Red, time left
rundown-at-end = When time is up
rundown-at-end-wait = wait, overtime
rundown-at-end-load = load the next
rundown-at-end-play = play the next
rundown-overrun = If it ends late
rundown-overrun-absorb = the next gap pays
rundown-overrun-push = push all that follows
rundown-overrun-compress = shorten the next
rundown-overrun-stop = it cannot: hard stop
rundown-missed = If Efir was down
rundown-missed-ask = ask about what was missed
rundown-missed-skip = skip it
rundown-missed-hold = wait for the operator
rundown-display = Clock on the stage
rundown-display-down = counts down
rundown-display-up = counts up
rundown-display-clock = time of day
rundown-display-none = none
rundown-count-to-end = Count to the end time, even if it began late
rundown-skip = Skip this item
rundown-flag = Flag: show how long it is until this item
rundown-clips = Lengths of the clips
rundown-clip-take = Take the clip’s length, “{ $name }”: { $time }
rundown-clips-reading = Reading how long the clip is…
rundown-cue = Cue
rundown-cue-when = When
rundown-cue-what = What to do
rundown-cue-at = Time on the clock
rundown-cue-by = After how long
rundown-when-start = at the start
rundown-when-after = some time after the start
rundown-when-time = at a time of day
rundown-when-warning = at the warning
rundown-when-danger = at red
rundown-when-overrun = in overtime
rundown-when-end = at the end
rundown-lacks-scenes = the show has no scenes
rundown-lacks-items = the scenes have no sources
rundown-lacks-switches = no switches of cameras
rundown-lacks-voices = no switch with microphones
rundown-lacks-presets = no camera that moves has presets
rundown-lacks-heads = no camera moves
rundown-lacks-feeds = no feed goes through Efir
rundown-act-recall = Preset of a PTZ camera
rundown-act-home = PTZ camera to its home position
rundown-act-feed = A camera's feed
rundown-act-field-preset = Preset
rundown-act-field-confirmed = Even if the camera is on air
rundown-act-field-use = What is shown
rundown-use-auto = the camera, its backup if it fails
rundown-use-main = the camera only
rundown-use-backup = the backup only
rundown-use-slate = the slate
rundown-lacks-graphics = the show has no graphics
rundown-lacks-fields = no graphic has a text
rundown-lacks-steps = no graphic has steps
rundown-lacks-inputs = the show has no audio
rundown-lacks-stream = no stream is set up
rundown-lacks-record = no recording is set up
rundown-lacks-timers = there are no timers
rundown-lacks-banks = no timer has banks
rundown-lacks-webhooks = the show file has no webhooks
rundown-lacks-osc = the show file has no OSC addresses
rundown-act-take = Take a scene
rundown-act-preview = Scene into preview
rundown-act-item = Show or hide a source
rundown-act-switch = Another camera in the scene
rundown-act-follow = Follow who speaks
rundown-act-play = Graphic on air
rundown-act-stop = Graphic off
rundown-act-update = Graphic’s text
rundown-act-clear = All graphics off
rundown-act-mute = Sound on or off
rundown-act-volume = Volume
rundown-act-stream = Stream
rundown-act-record = Recording
rundown-act-say = Message to the stage
rundown-act-hush = Take the message away
rundown-act-field-scene = Scene
rundown-act-field-transition = Transition
rundown-act-field-timer = Timer
rundown-act-field-bank = Whose bank
rundown-act-field-ms = Time
rundown-act-bank-any = whose turn it is
rundown-act-bank-next = the next one
rundown-transition-scene = the scene’s own
rundown-transition-cut = cut
rundown-transition-fade = fade
rundown-transition-swipe = swipe
rundown-transition-slide = slide
rundown-transition-luma_wipe = luma wipe
rundown-transition-fade_to_color = dip to colour
rundown-act-field-item = Source
rundown-act-field-switch = Switch
rundown-act-field-camera = Camera
rundown-act-field-auto = With the transition
rundown-act-field-visible = Visible
rundown-act-field-graphic = Graphic
rundown-act-field-input = Sound
rundown-act-field-muted = Mute
rundown-act-field-volume = Volume, dB
rundown-act-field-on = On
rundown-act-field-text = Text
rundown-act-field-tone = Kind
rundown-act-step = Step of a graphic
rundown-act-field-to = Which step
rundown-act-step-next = the next one
rundown-act-fade = Fade of sound
rundown-act-blackout = Black out the stage screen
rundown-act-second-text = Second line: words
rundown-act-second-timer = Second line: timer
rundown-act-second-off = Take the second line off
rundown-act-mark = Marker
rundown-act-timer-start = Timer: start
rundown-act-timer-pause = Timer: pause
rundown-act-timer-reset = Timer: reset
rundown-act-timer-switch = Timer: pass the turn
rundown-act-timer-set = Timer: set the time
rundown-act-timer-adjust = Timer: add or take away
rundown-act-webhook = Webhook
rundown-act-osc = OSC message
rundown-act-field-duration = Seconds it takes
rundown-act-field-blink = Blink
rundown-act-field-target = To whom
rundown-act-field-body = Data (JSON)
rundown-act-field-address = OSC address
rundown-act-field-args = Values, with commas
rundown-time-wrong = That is not a time of day: write 9:30 or 21:05:30
rundown-time-turned = Taken as “{ $time }”, after midnight. For another day write it: +0, +1
rundown-end-passed = The fixed end is before the start: no time is left for the item
rundown-act-time-wrong = That is not a time: write 1:30 or 45s
rundown-act-json-wrong = That is not JSON: check quotes and brackets
rundown-tone-info = plain
rundown-tone-warning = warning
rundown-tone-danger = urgent
rundown-key-up = Row above
rundown-key-down = Row below
rundown-key-edit = Edit the row
rundown-key-add = New item
rundown-key-duplicate = Duplicate
rundown-key-remove = Remove the row
rundown-key-move-up = Up
rundown-key-move-down = Down
rundown-key-skip = Skip or not
rundown-key-flag = Flag or not

rundown-file = File
rundown-file-out = Save the rundown as
rundown-report = Report of the session
rundown-report-hint = Items as planned and as they were. “To the beginning” on the panel wipes the report
rundown-file-in = Load a rundown
rundown-file-choose = Choose a file or drop it here: XLSX, CSV, an Ontime project, an Efir rundown
rundown-file-unknown = Efir does not read such files. These will do: .xlsx, .csv, .json
rundown-file-reading = Reading…
rundown-file-which = Which rundown of the file
rundown-file-sheet = Sheet
rundown-file-items = Items
rundown-file-when = Time
rundown-file-added = New rows
rundown-file-changed = Will change
rundown-file-same = Will not change
rundown-file-removed = Will go
rundown-file-errors = Errors: { $count }. The file cannot be loaded
rundown-file-warnings = Please note: { $count }
rundown-file-row = row { $row }
rundown-file-columns = What is in the columns
rundown-file-clock = “10:30” as a length is
rundown-file-clock-m = minutes and seconds
rundown-file-clock-h = hours and minutes
rundown-file-bring = Replace the rundown with this
rundown-file-undo = Loading can be undone like any edit
rundown-file-mend = Mend the file, or say otherwise what the columns are: the rundown is not changed
rundown-file-brought = The rundown is loaded, items: { $count }
rundown-format-xlsx = Excel
rundown-format-csv = CSV
rundown-format-pdf = PDF script
rundown-format-ics = Calendar
rundown-format-ontime = Ontime
rundown-format-json = Efir
