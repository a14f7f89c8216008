# Cameras: refusals
no-such-camera = There is no such camera in the show
no-such-preset = Camera “{ $camera }” has no such preset
camera-fixed = Camera “{ $camera }” does not move: give it ptz in the show file to control it
camera-away = Camera “{ $camera }” does not answer: check its power, network and address
camera-busy = Camera “{ $camera }” cannot keep up: wait until it has done what it was told
camera-on-air = Camera “{ $camera }” is on air: confirm that it is to move before everybody's eyes
camera-air-unknown = It is not known whether camera “{ $camera }” is on air: OBS shows somebody else’s scene, or Efir has not seen yet what is on air. Confirm that the camera is to move, or take a scene of the show first
camera-cannot-aim = Camera “{ $camera }” cannot go to a given position by itself: aim it by hand and overwrite its presets
presets-placeless = Efir does not know where the presets of camera “{ $camera }” point: aim it by hand and overwrite them
presets-going-back = Camera “{ $camera }” is putting its presets back already: wait, or stop it
presets-full = All preset slots of camera “{ $camera }” are taken ({ $most }): overwrite one of them
presets-changed = Somebody else changed the presets meanwhile: look again and decide anew

# Cameras: the log
log-preset-recalled = Camera “{ $camera }”: preset “{ $name }”
log-preset-stored = Camera “{ $camera }”: store preset “{ $name }”
log-preset-renamed = Camera “{ $camera }”: preset “{ $was }” is “{ $name }” now
log-preset-forgotten = Camera “{ $camera }”: preset “{ $name }” removed
log-preset-restored = Camera “{ $camera }”: preset “{ $name }” is back
log-presets-arranged = Camera “{ $camera }”: presets in another order
log-presets-put-back = Camera “{ $camera }”: put its presets back into its memory, { $count } of them
log-presets-put-back-ended = Camera “{ $camera }”: { $end ->
    [stopped] putting presets back was broken off, { $done } of { $all } are in its memory
    [air] putting presets back was broken off: it came on air. { $done } of { $all } are in its memory
    [away] putting presets back was broken off: the connection was lost. { $done } of { $all } are in its memory
   *[done] presets are back, { $done } of { $all }
}
log-presets-put-back-ended-so = { log-presets-put-back-ended }. Preset “{ $name }” did not go back: { $reason }
log-preset-not-put-back = Camera “{ $camera }”: preset “{ $name }” did not go back into its memory: { $reason }
log-camera-home = Camera “{ $camera }”: home position
log-camera-woken = Camera “{ $camera }” switched on
log-camera-asleep = Camera “{ $camera }” switched off
log-camera-focus = Camera “{ $camera }”: focus { $mode ->
    [auto] automatic
    [once] once
   *[manual] manual
}
log-camera-iris = Camera “{ $camera }”: { $mode ->
    [auto] exposure automatic
    [up] iris opened
   *[down] iris closed
}
log-camera-white = Camera “{ $camera }”: white balance { $mode ->
    [auto] automatic
    [indoor] indoor
    [outdoor] outdoor
   *[once] from white paper
}
log-camera-failed = Camera “{ $camera }” did not do it: { $reason }
log-camera-lock = Cameras on air are locked against jumps
log-camera-lock-off = Cameras on air are no longer locked against jumps
log-head-connected = Camera “{ $camera }” answers to control
log-head-away = Camera “{ $camera }” no longer answers to control: { $reason }
log-head-refused = Camera “{ $camera }” does not let us control it: { $reason }

# Cues
act-recall = camera “{ $camera }”: preset “{ $name }”
act-home = camera “{ $camera }”: home position
act-feed = feed “{ $camera }”: { $use ->
    [auto] automatic
    [main] hold the camera
    [backup] hold the backup
   *[slate] hold the slate
}

# Show file
show-ptz-kind = a camera needs exactly one of visca, visca_udp, visca_tcp, onvif and cgi
show-ptz-address = write the address as 192.168.1.88 or 192.168.1.88:52381, port from 1 to 65535
show-ptz-password = only onvif and cgi have a user and a password
show-ptz-slot = the camera has only { $most } slots, counted from 0: correct slot or slots
show-ptz-slot-none = a camera of this model keeps no preset in slot { $slot }: take another one
show-ptz-slot-twice = slot { $slot } is taken by the preset in line { $line }

# Switches of cameras
no-such-switch = There is no such switch in the show
switch-no-such-camera = The switch “{ $switch }” has no such camera
switch-no-voices = The switch “{ $switch }” does not know whose microphone is at which camera: give it voices in the show file
log-switched = { $switch }: camera “{ $camera }”
log-switched-by-voice = { $switch }: somebody speaks, camera “{ $camera }”
log-switch-follows = { $switch }: follow who speaks
log-switch-follows-no-more = { $switch }: no longer follow who speaks
act-switch = { $name }: camera “{ $camera }”
act-follow = { $name }: follow who speaks
act-follow-off = { $name }: do not follow who speaks
show-cue-preset = write the camera and the preset with a stroke between: camera/preset
show-camera-fixed = the camera “{ $name }” does not move: it has no ptz
show-no-such-preset = this camera has no preset “{ $name }” in the file: they are named in its ptz.presets
show-no-such-preset-near = this camera has no preset “{ $name }” in the file; did you mean “{ $near }”?
show-cue-feed-direct = OBS opens the camera “{ $name }” itself, Efir has no say in its feed: it needs feed: bridge
show-cue-no-backup = the camera “{ $name }” has no backup
show-switch-deaf = the switch “{ $name }” does not know whose microphone is at which camera: it needs voices
show-switch-no-camera = the camera “{ $name }” is not in this switch
show-switch-no-camera-near = the camera “{ $name }” is not in this switch; did you mean “{ $near }”?
show-no-such-switch = there is no switch “{ $name }”
show-no-such-switch-near = there is no switch “{ $name }”; did you mean “{ $near }”?
show-microphone-direct = OBS opens the camera “{ $name }” itself and does not hear it while it is hidden: it needs feed: bridge, or a microphone of audio
show-no-such-microphone = there is no microphone “{ $name }”: it must be a key of audio, or a camera with audio: true
show-no-such-microphone-near = there is no microphone “{ $name }”; did you mean “{ $near }”?
show-switch-twice = the camera “{ $name }” is in this switch already (line { $line })
show-voice-camera = the camera “{ $name }” is not among the cameras of this switch
show-switch-few = a switch needs at least two cameras
