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
feed-direct = OBS opens these cameras itself: { $names }
