# The cameras' signals on pages
feed-process-refused = it cannot be read
feed-process-restarting = reading broke down, starting again
feed-fps = { $fps } fps
feed-mbps = { $mbps } Mbit/s
feed-since = since { $time }
feed-picture = Picture
feed-line-main = Camera
feed-line-backup = Backup
feed-use-label = “{ $name }”: what to show
feed-use-auto = Auto
feed-use-main = Camera
feed-use-backup = Backup
feed-use-slate = Slate
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
