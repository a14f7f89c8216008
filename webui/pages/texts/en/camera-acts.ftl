# Keys of cameras on the panel
panel-keys-camera = The camera that is open
panel-keys-lending = Lending
panel-key-other-switch = Next switch
panel-key-camera-trouble = The camera in trouble
panel-key-into = Show it in switch no. { $place }
panel-key-skip-guest = Next guest

# Cameras the show does not have yet
panel-find = Find cameras in the network
panel-find-looking = Looking for cameras…
panel-find-wait = Waiting for answers: three seconds
panel-find-none = Nobody answered. A firewall may hold the answers back, ONVIF may be off in the camera, or the camera is behind a router: then write its address here and look again. PTZOptics and cameras like them cannot be looked for: write their address into the show file.
panel-find-found = Answered: { $count }
panel-find-at = Address of a camera behind a router
panel-find-known = in the show already: { $name }
panel-find-file = Put the lines below cameras in the show file. The camera is there when Efir is started again.
panel-find-copy = Copy the lines
panel-find-copy-of = Copy the lines: { $name }
panel-find-copied = Lines copied: { $name }
panel-find-not-copied = Copying failed: select the lines yourself
