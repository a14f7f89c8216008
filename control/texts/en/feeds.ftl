# Feeds of cameras: health, slate, simulation.

feed-address-unknown = Efir cannot open addresses of the form “{ $scheme }://”. A file, camera:, rtsp://, rtmp://, rtmp+listen://, srt://, udp://, tcp://, http(s):// will do
feed-port-taken = Port { $port } for the feed of camera “{ $name }” is taken by another program. Close it or name another port
feed-slate = The camera is coming back

feed-state = { $state ->
    [ok] fine
    [doubtful] doubtful
    [bad] bad
   *[away] not connected
}
feed-showing = { $shown ->
    [main] the camera is out
    [held] the last picture is held
    [backup] the backup is out
   *[slate] the slate is out
}
feed-fault = { $fault ->
    [gap] the video breaks off
    [freeze] the picture is frozen
    [black] the picture is black
    [silence] silence
    [mute] there is no sound at all
    [clipping] the sound clips
    [size] wrong size of the picture
    [rate] wrong frame rate
    [bitrate] the bit rate is too low
    [keyframes] no key frame for long
    [skew] sound and picture are apart
    [errors] the video comes damaged
   *[other] { $fault }
}

cli-simulate-feed = A camera that is not there: a moving picture with timecode and tone, and faults on command
cli-simulate-feed-url = Where to: udp://HOST:PORT (sends), tcp://HOST:PORT (serves), rtmp://… or rtsp://… (publishes)
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
simulate-feed-lost = No connection: { $reason }. Trying again
simulate-feed-connected = Connected
simulate-feed-address = The simulated camera cannot send to { $url }. udp://, tcp://, rtmp://, rtsp:// will do
simulate-feed-port = { $url } could not be taken: { $reason }
