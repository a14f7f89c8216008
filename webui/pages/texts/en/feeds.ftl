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
