# The cameras' signals on pages
feed-process-refused = it cannot be read
feed-process-restarting = reading broke down, starting again
feed-fps = { $fps } fps
feed-mbps = { $mbps } Mbit/s
feed-keyframe = key frame { $seconds } s ago
feed-errors-rate = errors a second: { $count }
feed-peak = sound { $db } dB
feed-apart = { $order ->
    [ahead] sound { $seconds } s before the picture
   *[behind] sound { $seconds } s after the picture
}
feed-since = since { $time }
feed-picture = Picture
feed-picture-of = { $line }, { $time }: { $state }
feed-history = What happened
feed-history-for = lasted { $time }
feed-history-now = and still does
feed-by-hand = held by hand
feed-held = Held
    .hint = { $use ->
        [main] The camera is held by hand: the backup does not take over until you go back to “Auto”
        [backup] The backup is held by hand: the camera does not come back until you go back to “Auto”
       *[slate] The slate is held by hand until you go back to “Auto”
    }
feed-kept-out = { $line ->
    [backup] the camera is held by hand, so the backup does not take over
   *[main] the backup is held by hand, so the camera does not come back
}
feed-free = Auto
    .hint = “{ $name }”: hold it no more, { $line ->
        [backup] the backup goes out
       *[main] the camera goes out
    }
feed-line-main = Camera
feed-line-backup = Backup
feed-use-label = “{ $name }”: what to show
feed-use-auto = Auto
    .hint = the camera while it is well; in trouble Efir shows the backup or the slate by itself
feed-use-main = Camera
    .hint = hold the camera itself, whatever is wrong with it
feed-use-backup = Backup
    .hint = hold the backup until you go back to “Auto”
feed-use-slate = Slate
    .hint = hold the slate until you go back to “Auto”
feed-by-obs = OBS opens this camera itself: { $state ->
    [connecting] connecting
    [frozen] the picture is frozen
    [ended] the recording is over
    [lost] no signal
    [live] the picture is live
   *[unknown] no scene shows it, or OBS is not connected
}
feed-into-switch = “{ $switch }”: show it
    .hint = show this camera in the switch “{ $switch }” at once, by a cut
feed-into-switch-now = “{ $switch }”: shown
feed-obs-connecting = connecting
feed-obs-frozen = picture frozen
feed-obs-lost = no signal
