# The rundown: files in and out

# --- what cannot be read ---
exchange-empty = The file has not a single line of a rundown
exchange-not-text = This is not a text file
exchange-is-xlsx = This is an XLSX file, not a CSV. Choose the format XLSX
exchange-csv = The CSV file is broken: a cell is too long or a quotation mark is not closed
exchange-not-xlsx = This is not an XLSX file, or it is broken. Open it in a spreadsheet program and save it again as XLSX
exchange-xlsx-large = The workbook is too large: more than { $most } MB unpacked
exchange-xlsx-locked = The file has a password or is in the old XLS format. Save it as XLSX without a password
exchange-no-sheet = The file has no sheet “{ $name }”
exchange-meaning = There is no such meaning of a column: “{ $name }”
exchange-not-json = The file is broken: it is not JSON
exchange-not-ontime = There is no Ontime rundown in this file
exchange-ontime-no-rundown = The Ontime project has no rundown “{ $name }”
exchange-not-efir = This is not a rundown saved by Efir
exchange-efir-newer = The rundown was saved by a newer Efir. Update Efir and import it again
exchange-efir-broken = The rundown is broken: { $field }
exchange-too-large = The file is too large: more than { $most } MB
exchange-no-format = There is no such format: “{ $name }”. There are: { $formats }
exchange-bad-options = The import's options are not understood: { $field }
exchange-has-faults = The file has errors ({ $count }): nothing is imported
exchange-no-edition = To import a rundown, say which edition of it you have seen

# --- what is wrong in the rows ---
exchange-no-headings = No row of headings was found: at least one column must be a title, a number, a start or a duration
exchange-too-many-rows = The table has too many rows: { $most } at most
exchange-meaning-twice = Two columns mean the same: keep one
exchange-column-unknown = Efir does not know this column: it becomes a column of the rundown's own
exchange-merged = The cells { $cells } are merged: the value of the first is taken for all below it
exchange-formula = There are formulas here ({ $count }): what they showed when the file was saved is taken
exchange-formula-empty = There is a formula here, but the file does not keep its result. Open the file in a spreadsheet program, save it and import it again
exchange-formula-text = The text begins with an equals sign ({ $count }): it is taken as it is, no formula was worked out
exchange-not-time = “{ $value }” is not a time. Write 10:00 or 10:00:30
exchange-not-length = “{ $value }” is not a length of time. Write 0:10:00, 10 min or a number of minutes
exchange-not-yes-no = “{ $value }”: this must be “yes” or “no”
exchange-not-a-value = “{ $value }”: this column has no such value
exchange-negative-length = “{ $value }”: this would be a negative duration
exchange-negative = “{ $entry }”: negative duration
exchange-lengths-differ = The duration is { $length }, but from start to end it is { $between }. The duration is taken
exchange-no-length = Neither a length nor an end ({ $count }): such an item will last 0:00
exchange-next-day = { $time } is before the start of the item above: it is taken for the next day
exchange-overlap = “{ $entry }” begins at { $start }, but the item before it ends at { $end }
exchange-clock = Durations such as 10:30 were read as { $way ->
    [hmm] hours and minutes
   *[mss] minutes and seconds
}
exchange-colour = The colour “{ $colour }” is not understood and not taken ({ $count }). Write colours as #AABBCC
exchange-column-too-long = The column's name “{ $name }” is longer than { $most } characters
exchange-too-long = “{ $entry }”: a text is longer than { $most } characters ({ $field ->
    [number] number
    [title] title
    [note] note
    [script] script
   *[other] own column
})
exchange-more-faults = And more of them: { $count }

# --- Ontime ---
exchange-ontime-kind = Line { $row }: Efir does not know lines of this kind
exchange-ontime-entry = Line { $row } is broken: { $field }
exchange-ontime-time = “{ $entry }”: a time outside the day
exchange-ontime-rundowns = The rundown “{ $name }” is taken; the project has others: { $count }
exchange-ontime-settings = Settings, addresses, automations and views of the Ontime project are not taken over
exchange-ontime-left = Not taken over: { $key ->
    [triggers] automations of items
   *[other] the field “{ $key }”
}, in lines: { $count }
exchange-ontime-label = Ontime may not take the column “{ $label }”: it knows only Latin letters, digits and spaces

# --- what a written file lacks ---
exchange-lost = This format has no place for something in the rundown: { $field ->
    [entry] entries of this kind
    [start] the start as planned
    [end] the locked end
    [duration] the duration
    [cues] cues
    [script] the prompter's script
    [overrun] what happens on overrun
    [missed] what happens to missed cues
    [custom] own columns
    [group] groups
    [target] the group's duration
    [number] the number
    [title] the title
    [note] the note
    [colour] the colour
    [flag] flags
    [count_to_end] counting to the end
   *[other] settings of the clock
}. Entries: { $count }, the first is “{ $entry }”
exchange-lost-date = The date of the rundown is not in this format
exchange-lost-fields = The rundown's own columns are not wholly in this format
exchange-lost-all = This file cannot be imported again as a whole

# --- the table: headings and values ---
exchange-column-number = Cue
exchange-column-kind = Type
exchange-column-group = Group
exchange-column-title = Title
exchange-column-start = Start
exchange-column-linked = Linked
exchange-column-duration = Duration
exchange-column-end = End
exchange-column-lock-end = End locked
exchange-column-count-to-end = Count to end
exchange-column-note = Note
exchange-column-script = Script
exchange-column-colour = Colour
exchange-column-skip = Skip
exchange-column-flag = Flag
exchange-column-display = Timer
exchange-column-warning = Warning
exchange-column-danger = Danger
exchange-column-at-end = At end
exchange-column-overrun = On overrun
exchange-column-missed = Missed cues
exchange-column-id = ID
exchange-column-custom = own column
exchange-column-ignore = leave out
exchange-kind-item = item
exchange-kind-group = group
exchange-kind-milestone = milestone
exchange-kind-delay = delay
exchange-display-down = count down
exchange-display-up = count up
exchange-display-clock = clock
exchange-display-none = none
exchange-at-end-wait = wait
exchange-at-end-load = load next
exchange-at-end-play = play next
exchange-overrun-absorb = absorb in gap
exchange-overrun-push = push everything
exchange-overrun-compress = shorten the next
exchange-overrun-stop = stop on time
exchange-missed-skip = skip
exchange-missed-hold = hold
exchange-missed-ask = ask
exchange-yes = yes
exchange-no = no

# --- the script (PDF) ---
script-title = Rundown
script-day = { $date } · times of { $place }
script-any-day = Times of { $place }
script-made = Made { $date }
script-page = Page { $page } of { $pages }
script-totals = Items: { $items } · { $start }–{ $end } · { $length } in all
script-start = Start
script-length = Length
script-what = What happens
script-cues = Cues
script-texts = Scripts
script-skipped = skipped
script-target = { $length } for the group
script-empty = The rundown is still empty
script-delay = Everything below is moved by { $by }
cue-start = at the start
cue-after = { $by } after the start
cue-time = at { $by }
cue-warning = at the warning
cue-danger = at the red
cue-overrun = { $by } into overtime
cue-zero = when time is up
cue-end = at the end
act-take = take “{ $name }”: { $how }
act-take-auto = transition
act-preview = preview “{ $name }”
act-show-item = show “{ $name }”
act-hide-item = hide “{ $name }”
act-mute = mute “{ $name }”
act-unmute = unmute “{ $name }”
act-volume = volume of “{ $name }”: { $volume } dB
act-play = graphic “{ $name }”
act-stop = graphic “{ $name }” out
act-update = update graphic “{ $name }”
act-clear = all graphics out
act-stream-on = start the stream
act-stream-off = end the stream
act-record-on = start recording
act-record-off = end recording
act-say = to the stage: “{ $text }”
act-hush = clear the stage message
act-take-how = { $kind ->
    [cut] cut
    [fade] fade
    [swipe] swipe
    [slide] slide
    [luma_wipe] luma wipe
   *[fade_to_color] dip to colour
}{ $seconds ->
    [blank] {""}
   *[other] {", "}{ $seconds } s
}
act-fade = volume of “{ $name }”: fade to { $volume } dB in { $seconds } s
act-step = { $step ->
    [0] next step of graphic “{ $name }”
   *[other] graphic “{ $name }”: step { $step }
}
act-mark = marker{ $text ->
    [blank] {""}
   *[other] : “{ $text }”
}
act-blackout = black out the stage screen
act-blackout-over = stage screen on again
act-second-text = { $text ->
    [blank] show the words of the second line
   *[other] second line on stage: “{ $text }”
}
act-second-timer = second line on stage: timer “{ $name }”
act-second-off = take the second line off the stage
act-second-kept = { $text ->
    [blank] clear the words of the second line
   *[other] words for the second line: “{ $text }”
}
act-call = call “{ $name }”
act-osc = “{ $name }”: { $address }
act-timer-start = timer “{ $name }”: start{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
act-timer-pause = timer “{ $name }”: pause
act-timer-reset = timer “{ $name }”: reset
act-timer-switch = timer “{ $name }”: { $bank ->
    [blank] the next one’s turn
   *[other] turn of “{ $bank }”
}
act-timer-set = timer “{ $name }”: set to { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
act-timer-adjust = timer “{ $name }”: { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}

# --- efir rundown ---
cli-rundown = Files of the rundown
cli-rundown-convert = Convert a rundown between formats: JSON, Ontime, CSV, XLSX, iCalendar, PDF
cli-rundown-in = The rundown's file: .json (Efir or Ontime), .csv, .xlsx
cli-rundown-out = Where to write: .json, .ontime.json, .csv, .xlsx, .ics, .pdf
cli-rundown-from = Format of the file read, if its name does not tell
cli-rundown-to = Format of the file written, if its name does not tell
cli-rundown-show = Show file: its title, time zone, names of scenes and graphics
cli-rundown-done = Done: { $file }. Entries of the rundown: { $count }
cli-rundown-error = Error
cli-rundown-warning = Note
cli-rundown-row = row { $row }
cli-rundown-refused = Nothing is written: errors in { $file }: { $count }
cli-rundown-unreadable = { $file } cannot be read: { $reason }
cli-rundown-unwritable = { $file } cannot be written: { $reason }
cli-rundown-format = The format of { $file } is not clear. Say it: { $option }

# --- the report of a session ---
report-name = Report
report-date = Day
report-number = Cue
report-group = Group
report-title = Title
report-planned-start = Planned start
report-start = Began
report-planned-length = Planned length
report-length = Lasted
report-planned-end = Planned end
report-end = Ended
report-over = Over
report-under = Under
report-state = What became of it
report-played = played
report-on-air = on air
report-not-played = not played
report-skipped = skipped
report-nothing = There is no report yet: the show has not begun, or the rundown was set back to its start
