# Feeds of cameras: health, slate, simulation.

feed-address-unknown = Efir cannot open addresses of the form “{ $scheme }://”. A file, camera:, rtsp://, rtmp://, rtmp+listen://, srt://, udp://, tcp://, http(s):// will do
feed-no-backup = Camera “{ $camera }” has no backup: add backup to the show file
feed-direct = OBS opens camera “{ $camera }” itself: to hold its feed, give it feed: bridge in the show file
feed-port-taken = Port { $port } for the feed of camera “{ $name }” is taken by another program. Close it or name another port
feed-slate = The camera is coming back

feed-state = { $state ->
    [unknown] not known yet
    [ok] fine
    [doubtful] doubtful
    [bad] bad
   *[away] not connected
}
feed-showing = { $shown ->
    [main] shows the camera
    [held] shows its last picture
    [backup] shows the backup
   *[slate] shows the slate
}

# What is wrong
feed-gap = the video breaks off
feed-freeze = the picture is frozen
feed-black = the picture is black
feed-silence = silence
feed-mute = there is no sound at all
feed-clipping = the sound clips
feed-size = wrong size of the picture
feed-rate = wrong frame rate
feed-bitrate = the bit rate is too low
feed-keyframes = no key frame for long
feed-skew = sound and picture are apart
feed-errors = the video comes damaged
feed-codec = the camera's video cannot be passed through, Efir encodes it anew

# Why it is not connected, and what to do
feed-why-refused = the camera refuses the connection
    .do = See whether it is on, and whether the port in its address is right.
feed-why-unreachable = the network has no way to the camera
    .do = Check the cable, the Wi-Fi and the address.
feed-why-unknown-host = the network knows no device of this name
    .do = Check the name in the camera's address, or write its IP address instead.
feed-why-no-answer = the camera does not answer
    .do = See whether it is on and in the network, and whether its address is right.
feed-why-nobody-sends = nobody sends here
    .do = Start sending on the camera, and check this computer's address and port in its settings.
feed-why-password = wrong name or password
    .do = Correct them in the camera's address.
feed-why-forbidden = the camera does not let us in
    .do = Allow this user to watch video in the camera's settings.
feed-why-no-such-path = the camera has nothing at this address
    .do = Check the end of the address, behind the port.
feed-why-server = the camera answers with an error
    .do = Efir tries again; if that does not help, restart the camera.
feed-why-broken = the connection broke off
    .do = Efir connects again.
feed-why-ended = the transmission has ended
    .do = Efir connects again; if nothing comes, see what the camera does.
feed-why-no-file = there is no such file
    .do = Check the path in the show file.
feed-why-no-device = this computer has no such camera, or another program holds it
    .do = Check the cable and the camera's name; close programs that may have taken it.
feed-why-not-allowed = the system does not let us open it
    .do = Allow Efir to use this camera, file or port.
feed-why-busy = another program holds the camera
    .do = Close that program.
feed-why-port-taken = another program has taken the port
    .do = Close it, or take another port in the address.
feed-why-not-our-address = this computer has no such address
    .do = Write 0.0.0.0 or this computer's address.
feed-why-address = Efir cannot open such an address
    .do = Check how it is written.
feed-why-format = what comes is no video, or in no known format
    .do = Check the address and the video settings of the camera; H.264 is the safest.
feed-why-no-video = no video comes
    .do = Switch it on in the camera.
feed-why-no-decoder = the video has an unknown codec
    .do = Choose H.264 or H.265 in the camera.
feed-why-stalled = there is a connection, but no picture comes any more
    .do = Efir connects again; if that does not help, start sending anew on the camera.
feed-why-hangs = connecting hangs
    .do = Efir tries again; check the network and the name in the camera's address.
feed-why-failed = reading failed
    .do = Efir tries again.
feed-why-no-srt = this computer has no program srt-live-transmit
    .do = Install it: on Debian and Ubuntu the package srt-tools, on macOS brew install srt, on Windows libsrt.
feed-why-no-phone = the phone does not send
    .do = Open this camera's link on it and press “Go live”.
feed-why-phone-connecting = the phone is connecting
    .do = This takes a few seconds.
feed-why-phone-silent = nothing comes from the phone
    .do = See whether its screen is locked and how its connection is.
feed-why-other = the reason is not known
    .do = Efir tries again.

# The log
log-feed-use = Feed “{ $camera }”: { $use ->
    [auto] automatic
    [main] hold the camera
    [backup] hold the backup
   *[slate] hold the slate
}
log-feed-ok = Feed “{ $camera }”{ $line ->
    [backup] {" "}(backup)
   *[main] {""}
}: all is well
log-feed-doubtful = Feed “{ $camera }”{ $line ->
    [backup] {" "}(backup)
   *[main] {""}
}: { $reason }
log-feed-bad = Feed “{ $camera }”{ $line ->
    [backup] {" "}(backup)
   *[main] {""}
} is bad: { $reason }
log-feed-away = Feed “{ $camera }”{ $line ->
    [backup] {" "}(backup)
   *[main] {""}
} is away{ $reason ->
    [blank] {""}
   *[other] {": "}{ $reason }
}
log-feed-shown = Feed “{ $camera }”: showing { $showing ->
    [main] the camera
    [backup] the backup
    [held] the last picture
   *[slate] the slate
}
log-feed-running = Feed “{ $camera }” is read again
log-feed-restarting = Reading feed “{ $camera }” broke down; Efir starts it again
log-feed-refused = Feed “{ $camera }” is not read: { $reason }

# Before the next GO
preflight-feed-held = “{ $camera }” stands on its last picture
preflight-feed-slate = “{ $camera }”: the slate instead of a picture
preflight-feed-bad = “{ $camera }”: { $reason }

# The show file
show-device-nameless = the camera has no name: camera:/dev/video0, camera:HD%20Pro%20Webcam
show-feed-direct-key = “{ $key }” belongs to cameras that Efir reads: remove it, or feed: direct
show-feed-direct-url = OBS cannot open such an address itself: remove feed: direct
show-feed-backup-same = the backup is the camera's own address: it would go away with it
show-feed-passthrough-phone = the picture of a phone cannot be passed through to OBS: remove output: passthrough
show-feed-size-half = both width and height are needed, or neither

cli-simulate-feed = A camera that is not there: a moving picture with timecode and tone, and faults on command
cli-simulate-feed-url = Where to: udp://HOST:PORT (sends), tcp://HOST:PORT or rtsp+serve://HOST:PORT/PATH (serves), rtmp://… or rtsp://… (publishes)
cli-simulate-feed-label = What is written on the picture
cli-simulate-feed-size = Size of the picture, even
cli-simulate-feed-fps = Pictures a second
cli-simulate-feed-kbps = Bit rate of the video, kbit/s
cli-simulate-feed-fault = A fault from the beginning, in the words of the commands; may be given several times
cli-simulate-feed-marks = The time in the picture, for programs that measure delays
simulate-feed-started = Camera “{ $label }” is on: { $url }. Commands: { $words }. For example: black for 3. To stop: Ctrl+C
simulate-feed-command = There is no command “{ $line }”. There are: { $words }; at the end, for SECONDS may be added
simulate-feed-now = Now: { $faults ->
    [none] all is well
   *[other] { $faults }
}
simulate-feed-help =
    A fault lasts until ok; for SECONDS may be added at the end: black for 3
      drop: no connection, freeze: the picture stands, black: black, silence: silence; off takes it away: black off
      jitter 0.3: packets come late, seconds; corrupt 0.05: the share that is damaged; size 640x360: another size
    back: the time stamps begin anew
    ok: all is well again. To stop: Ctrl+C
simulate-feed-lost = No connection: { $reason }. Trying again
simulate-feed-connected = Connected
simulate-feed-address = The simulated camera cannot send to { $url }. udp://, tcp://, rtsp+serve://, rtmp://, rtsp:// will do
simulate-feed-port = { $url } could not be taken: { $reason }
