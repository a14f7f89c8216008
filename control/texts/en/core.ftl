# Refusals: what happened and what to do
not-allowed = You may not do this
id-used-before = This command was sent before with other content. Reload the page and try again
no-such-scene = There is no such scene in the show
already-taken = Not done: another operator has just taken “{ $scene }”. Look at the programme and decide again
transition-too-long = A transition lasts from { $shortest } to { $longest } ms
no-such-item = There is no such source in the scene
no-such-input = There is no such sound source
volume-out-of-range = Volume goes from { $quietest } to { $loudest } dB
no-such-graphic = There is no such graphic
graphic-not-editable = “{ $graphic }” is filled from the debate and cannot be edited by hand
no-such-field = This graphic has no field “{ $field }”
text-empty = The message is empty
text-too-long = The text is too long: { $longest } characters at most
output-not-in-show = { $output ->
    [stream] No streaming server is set: add outputs.stream to the show file
   *[record] Recording is not set up: add outputs.record to the show file
}
cannot-undo = This cannot be undone
already-undone = This has been undone already

# The journal
journal-full = The disk is full: nothing is saved. Free some space and Efir goes on by itself. Until then run the show in OBS
journal-broken = Writing to the disk failed: nothing was done. Check the disk
journal-refusing = The journal refuses: nothing was done. Check the disk
journal-busy = Too many commands at once. Try again in a second
journal-duplicate = This command was done already
journal-closed = Efir is stopping. Nothing was done
journal-locked = Another Efir works on this show ({ $path }). Close it or choose another folder: --data
journal-corrupt = The journal file is damaged: { $path } ({ $reason }). Restore it from a copy (efir backup)
journal-foreign = This is not a journal of Efir: { $path }. Choose another folder: --data
journal-newer = The journal { $path } was made by a newer Efir ({ $found }; this one knows { $known }). Update Efir
journal-main-file-missing = Parts of a journal lie beside { $path }, but the journal itself is gone. Put it back or remove them
journal-no-wal = The disk of { $path } cannot hold an SQLite journal (a network folder?). Choose a folder of this computer: --data
journal-cannot-open = The journal { $path } could not be opened: { $reason }
journal-chain-broken = The journal's chain breaks at entry { $seq } ({ $reason }): the file was changed behind Efir's back
journal-no-such-entry = The journal has no entry { $seq }
journal-backup-exists = { $path } exists already. Choose another name
journal-backup-failed = The copy { $path } could not be made: { $reason }

# What happened
log-taken = On air: “{ $scene }”{ $transition ->
    [cut] {""}
   *[other] {" "}(with a transition)
}
log-taken-in-obs = Taken by hand in OBS: “{ $scene }”
log-panic = SLATE: “{ $scene }” is on air
log-foreign-scene = A scene outside the show was taken in OBS: “{ $name }”
log-transition = { $transition ->
    [cut] Transition: cut
   *[other] Transition: { $ms } ms
}
log-item-shown = “{ $item }” shown in “{ $scene }”
log-item-hidden = “{ $item }” hidden in “{ $scene }”
log-muted = Muted: “{ $input }”
log-sound = Sound of “{ $input }”: { $volume } dB
log-graphic-on = Graphic on air: “{ $graphic }”
log-graphic-off = Graphic off: “{ $graphic }”
log-graphics-cleared = All graphics off ({ $count })
log-graphics-restored = Graphics back on air ({ $count })
log-graphic-updated = Graphic's text changed: “{ $graphic }”
log-output-start = { $output ->
    [stream] Start the stream
   *[record] Start recording
}
log-output-stop = { $output ->
    [stream] End the stream
   *[record] End the recording
}
log-output-off = { $output ->
    [stream] The stream has ended
   *[record] The recording has ended{ $detail ->
        [blank] {""}
       *[other] {": "}{ $detail }
    }
}
log-output-starting = { $output ->
    [stream] The stream is starting
   *[record] The recording is starting
}
log-output-on = { $output ->
    [stream] Streaming
   *[record] Recording
}
log-output-reconnecting = The stream broke off, OBS is reconnecting
log-output-stopping = { $output ->
    [stream] The stream is ending
   *[record] The recording is ending
}
log-output-failed = { $output ->
    [stream] The stream failed. Check the platform's address and key and start again
   *[record] The recording failed. Check the disk space and start again
}
log-said = To the stage: “{ $text }”
log-hushed = The message to the stage was taken away
log-obs-connecting = Looking for OBS…
log-obs-connected = OBS { $version } is back: the picture was restored
log-obs-lost = OBS is gone. Efir reconnects by itself; the picture comes back without you
log-obs-refused = OBS did not let Efir in: { $reason ->
    [wrong_password] wrong password (Tools → WebSocket Server Settings)
    [too_old] this version is too old, 28 or newer is needed
   *[other] { $reason }
}
log-rehearsal-connecting = The rehearsal is starting
log-rehearsal-connected = Rehearsal: no OBS is connected, nothing really goes on air
log-rehearsal-lost = The rehearsal was interrupted
log-rehearsal-refused = The rehearsal was interrupted
log-link-created = Link created: { $role ->
    [stage] stage
    [backstage] backstage
    [graphics] graphics
    [phone] phone
    [operator] operator
   *[judge] { $subject }
}
log-link-revoked = Link revoked: { $role ->
    [stage] stage
    [backstage] backstage
    [graphics] graphics
    [phone] phone
    [operator] operator
   *[judge] { $subject }
}
log-link-rotated = Link replaced: { $role ->
    [stage] stage
    [backstage] backstage
    [graphics] graphics
    [phone] phone
    [operator] operator
   *[judge] { $subject }
}
log-link-joined = Joined by link: { $role ->
    [stage] stage
    [backstage] backstage
    [graphics] graphics
    [phone] phone
    [operator] operator
   *[judge] { $subject }
}
log-undone = Undone
