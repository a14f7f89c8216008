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
} is away
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
