# Cameras: refusals
no-such-camera = There is no such camera in the show
no-such-preset = Camera “{ $camera }” has no such preset
camera-fixed = Camera “{ $camera }” does not move: give it ptz in the show file to control it
camera-away = Camera “{ $camera }” does not answer: check its power, network and address
camera-busy = Camera “{ $camera }” cannot keep up: wait until it has done what it was told
camera-on-air = Camera “{ $camera }” is on air: confirm that it is to move before everybody's eyes
presets-full = All preset slots of camera “{ $camera }” are taken ({ $most }): overwrite one of them
presets-changed = Somebody else changed the presets meanwhile: look again and decide anew
head-away = the camera does not answer: check power, network and address
head-refused = the camera refused the command
head-timeout = the camera did not confirm the command in time
head-garbage = the answer makes no sense: check protocol and port
head-cannot = this camera cannot do that
head-unsure = Efir was restarted; whether the camera did it is not known

# Cameras: the log
log-preset-recalled = Camera “{ $camera }”: preset “{ $name }”
log-preset-stored = Camera “{ $camera }”: store preset “{ $name }”
log-preset-renamed = Camera “{ $camera }”: preset “{ $was }” is “{ $name }” now
log-preset-forgotten = Camera “{ $camera }”: preset “{ $name }” removed
log-preset-restored = Camera “{ $camera }”: preset “{ $name }” is back
log-presets-arranged = Camera “{ $camera }”: presets in another order
log-camera-home = Camera “{ $camera }”: home position
log-camera-woken = Camera “{ $camera }” switched on
log-camera-asleep = Camera “{ $camera }” switched off
log-camera-focus = Camera “{ $camera }”: focus { $mode ->
    [auto] automatic
    [once] once
   *[manual] manual
}
log-camera-iris = Camera “{ $camera }”: iris { $mode ->
    [auto] automatic
    [up] opened
   *[down] closed
}
log-camera-white = Camera “{ $camera }”: white balance { $mode ->
    [auto] automatic
    [indoor] indoor
    [outdoor] outdoor
   *[once] from white paper
}
log-camera-failed = Camera “{ $camera }” did not do it: { $reason }{ $detail ->
    [blank] {""}
   *[other] {" "}({ $detail })
}
log-camera-lock = Cameras on air are locked against jumps
log-camera-lock-off = Cameras on air are no longer locked against jumps
log-head-connected = Camera “{ $camera }” answers to control
log-head-away = Camera “{ $camera }” does not answer to control
log-head-refused = Camera “{ $camera }” refused control: check name and password

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
show-ptz-slot-twice = slot { $slot } is taken by the preset in line { $line }
