# The show file: what can be wrong with it (control/showfile).

show-faults = { $count ->
    [one] { $count } fault in { $file }
   *[other] { $count } faults in { $file }
}
show-more-faults = { $count ->
    [one] and one more fault
   *[other] and { $count } more faults
}

# --- The file
show-file-missing = there is no such file
show-file-unreadable = the file cannot be read: { $reason }
show-file-large = the file is larger than { $limit } MB: this is not a show file
show-file-not-utf8 = this is not text in UTF-8: save the file in that encoding
show-empty = the file is empty

# --- YAML
show-yaml-syntax = this is not YAML: { $detail }
show-yaml-character = the character { $character } must not be in a text file
show-yaml-token = this character may not stand here: indent with spaces, not tabs, and put text that begins with a sign in quotes
show-yaml-colon = there is a colon too many, or the indent is wrong: text with a colon and a space is put in quotes
show-yaml-no-colon = a colon is missing after the key
show-yaml-quote = the quotes are not closed, or a backslash stands in them
show-yaml-alias = this alias has no anchor
show-yaml-indent = the indent does not fit the lines above
show-yaml-documents = there must be one document in the file, this begins a second
show-yaml-large = there is too much in the file (more than { $limit } values)
show-yaml-deep = too deep: more than { $limit } levels
show-tag-unknown = unknown tag { $tag }; the only one there is: !env NAME
show-alias-unknown = the alias *{ $alias } has no anchor before it
show-env-missing = the environment variable { $name } is not set
show-env-nameless = the name of the environment variable is missing: !env NAME
show-key-complex = a key must be a plain word
show-key-twice = this key stands here already, on line { $line }

# --- Keys and types
show-key-unknown = unknown key “{ $key }”; there are: { $known }
show-key-unknown-near = unknown key “{ $key }”; did you mean “{ $near }”?
show-key-missing = the key “{ $key }” is missing
show-type-wrong = { $wanted ->
    [mapping] keys with values
    [ids] keys with values (each begins with its id)
    [list] a list
    [integer] a whole number
    [number] a number
    [truth] true or false
    [time-of-day] a time of day (19:00)
    [duration] a duration (300ms, 2s, 5:00)
    [time] a time of day ("10:00")
    [value] one value
   *[text] text
} expected, { $found ->
    [mapping] not keys with values
    [list] not a list
    [number] not a number
    [truth] not true or false (text like this is put in quotes)
    [nothing] but there is nothing
   *[text] not text
}
show-text-empty = the text is empty
show-text-long = the text is longer than { $longest } characters
show-colour-wrong = “{ $text }” is not a colour: write "#RRGGBB" or "#RRGGBBAA", in quotes
show-choice = “{ $text }” is not one of: { $choices }
show-choice-near = “{ $text }” is not one of: { $choices }; did you mean “{ $near }”?
show-duration-wrong = “{ $text }” is not a duration: write 300ms, 2s or 5:00
show-range = { $text } is out of range: from { $least } to { $most }
show-range-least = { $text } is too little: at least { $least }
show-range-most = { $text } is too much: at most { $most }
show-secret-plain = a secret does not belong in the file: write !env NAME and set that environment variable
show-id-wrong = “{ $id }” cannot be an id: lower-case Latin letters, digits and hyphens, at most 63

# --- What must fit together
show-name-twice = the name “{ $name }” is taken already, on line { $line }
show-input-twice = the id “{ $id }” is taken already, on line { $line }: cameras, audio and media share their ids
show-no-scenes = there must be at least one scene
show-no-such-scene = there is no scene “{ $name }”
show-no-such-scene-near = there is no scene “{ $name }”; did you mean “{ $near }”?
show-no-such-camera = there is no camera “{ $name }”
show-no-such-camera-near = there is no camera “{ $name }”; did you mean “{ $near }”?
show-no-such-participant = there is no participant “{ $name }”
show-no-such-participant-near = there is no participant “{ $name }”; did you mean “{ $near }”?
show-item-no-kind = say what it is, by one of the keys: { $kinds }
show-item-kinds = one source is one thing, this has several: { $kinds }
show-participants-few = a debate needs at least two participants
show-judges-few = judges: { $count }, but the rules ask for at least { $least } (rules.min_judges)
show-no-topics = there must be at least one topic
show-positions-same = both positions are the same
show-warning-late = the warning is not shorter than the debate itself
show-time-zone = there is no time zone “{ $name }”; for example: Europe/Moscow
show-time-zone-near = there is no time zone “{ $name }”; did you mean “{ $near }”?

# --- Files and addresses
show-file-absent = there is no file “{ $file }” (paths start at the show file's folder)
show-file-name-wrong = “{ $file }” cannot be a file's name
show-test-nameless = the label of the test picture is missing: test:Camera 1
show-phone-address = a phone is written as whip: or, with a STUN server, whip:?stun=host:port
show-url-scheme = the address must begin with one of: { $schemes }
show-url-wrong = this is not an address: check the host, the port and blanks
show-canvas-odd = { $text } pixels is an odd number: a canvas has even sides
show-text-unseen = an invisible character { $char }: type this anew, without pasting
show-name-taken = the name “{ $name }” is taken: Efir’s own graphics have it in OBS
show-item-twice = “{ $name }” is in this scene already (line { $line }): it can be there once
show-text-lines = one line of text is needed here

# --- The rundown
show-time-wrong = “{ $text }” is not a time of day: write "10:00" or "10:00:30"; "25:30" is half past one the next night
show-date-wrong = “{ $text }” is not a date: write 2026-03-10
show-fields-many = there are more than { $most } columns
show-entries-many = the rundown has more than { $most } lines
show-entry-twice = the id “{ $id }” is taken in line { $line }: ids of a rundown are unique, groups included
show-entry-kinds = it can be only one thing, and here are several: { $kinds }
show-entry-key = { $kind ->
    [items] a group
    [milestone] a milestone
    [delay] a delay
   *[item] an item
} has no key “{ $key }”
show-no-such-column = there is no column “{ $name }”: columns are named in rundown.fields
show-no-such-column-near = there is no column “{ $name }”; did you mean “{ $near }”?
show-no-duration = how long does it take? The key duration or end is needed
show-end-and-duration = its end is said already: duration and end do not go together
show-end-before-start = it ends before it starts; one in the morning after midnight is "25:00"
show-no-end-to-count-to = to count to the end, a time of start or end is needed
show-danger-first = red (danger) does not come before amber (warning): it must be as little or less
show-cues-many = an item has more than { $most } cues
show-cue-twice = this item has the id “{ $id }” already, in line { $line }
show-cue-no-kind = it does not say what to do; one of these keys is needed: { $kinds }
show-cue-kinds = a cue does one thing, and here are several: { $kinds }
show-cue-key = “{ $key }” goes only with “{ $kind }”
show-cue-moments = a cue has one moment, and here are several: { $keys } (only after and when: overrun go together)
show-cue-early = this is before the item starts
show-cue-never = the item will not live to see this: it leaves by itself when its time is up (at_end, overrun)
show-cue-item = write the scene and the item with a stroke between: scene/item
show-no-such-item = there is no item “{ $name }” in this scene
show-no-such-item-near = there is no item “{ $name }” in this scene; did you mean “{ $near }”?
show-no-such-graphic = there is no graphic “{ $name }”
show-no-such-graphic-near = there is no graphic “{ $name }”; did you mean “{ $near }”?
show-no-such-input = there is no sound “{ $name }”: it takes a camera or a clip with sound, or a device of audio
show-no-such-input-near = there is no sound “{ $name }”; did you mean “{ $near }”?
show-graphic-not-editable = “{ $name }” is filled from the debate: only graphics with source: fixed can be rewritten
show-no-such-field = there is no line “{ $name }” in this graphic
show-no-such-field-near = there is no line “{ $name }” in this graphic; did you mean “{ $near }”?
show-no-output = this file has no { $output ->
    [stream] stream
   *[record] recording
}: the section outputs.{ $output } is needed
show-graphic-without-steps = the graphic “{ $name }” has no steps: only an agenda has (graphic: agenda)
show-no-such-step = the graphic “{ $name }” has no step { $number }: it has lines for { $steps }
show-timer-no-pause = a time of day cannot be paused: such a timer can be reset (do: reset)
show-timer-no-banks = this timer has no banks, there is nothing to switch to
show-no-such-bank = this timer has no bank “{ $name }”
show-no-such-bank-near = this timer has no bank “{ $name }”; did you mean “{ $near }”?
show-no-such-target = there is no target “{ $name }”: who can be called is named in calls
show-no-such-target-near = there is no target “{ $name }”; did you mean “{ $near }”?
show-call-key = { $kind ->
    [osc] “{ $key }” is only for a webhook, and “{ $name }” is called by OSC
   *[webhook] “{ $key }” is only for a call by OSC, and “{ $name }” is a webhook
}
show-call-args-many = more than { $most } values
show-call-body-too-long = the body is longer than { $most } KiB
show-call-body-of-get = no body is sent with GET: take away body or method
show-osc-number = the number does not fit into an OSC message
show-text-too-long = the text is longer than { $longest } characters, or has a null character in it
show-osc-address-wrong = “{ $text }” is no OSC address: write "/lights/1/on", without blanks and # * , ? [ ] {"{"} {"}"}
show-secret-here = !env cannot stand here: what a call says is seen in the journal; a secret is the target’s token, or a part of its webhook
show-host-wrong = “{ $name }” is no host: write a name or an address, without http:// and without a port
show-osc-loop = this is Efir’s own port ({ $port }): it would listen to itself
