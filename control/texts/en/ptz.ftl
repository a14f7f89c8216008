# Cameras that move (devices/ptz): why not. The end of a sentence that names the camera
ptz-away = it is not connected. Check its power, network and address; Efir keeps trying
ptz-no-answer = it did not answer. Look whether it moved before you try again
ptz-busy = it is busy. Wait until it stands still
ptz-not-now = it cannot do that now: it may be off, focusing by itself, or the preset is empty
ptz-refused = it does not know this command{ $detail ->
    [blank] {""}
   *[other] {" "}({ $detail })
}
ptz-cancelled = it was stopped before it was there
ptz-elsewhere = it came to rest elsewhere than where this preset is. Aim it by hand and overwrite it
ptz-password = it wants another name or password. Correct them in the show file
ptz-cannot = it has no { $detail ->
    [pan-tilt] pan and tilt
    [zoom] zoom
    [focus] focus by hand
    [focus-mode] choice between automatic and manual focus
    [focus-once] one-push focus
    [presets] presets
    [home] home position
    [go-to] moves to a position
    [position] position to tell
    [power] switch for its power
    [iris] iris to set
    [white-balance] white balance to set
    [tally] tally lamp
   *[other] such function
}
ptz-slot = it has no slot number { $detail }
ptz-unsure = Efir was restarted; whether it did that is not known

# Why a camera that is connected does not obey a hand (control.hands)
hand-asleep = “{ $camera }” is asleep: it must be switched on first
hand-focuses = “{ $camera }” focuses by itself: to pull the focus, set it to manual
hand-busy = “{ $camera }” is busy. Keep holding: it moves as soon as it is free
hand-not-now = “{ $camera }” does not obey now. Keep holding: it moves as soon as it can
hand-refused = “{ $camera }” refuses to move

cli-simulate = Stand in for a device that is not here: for rehearsal and tests.
cli-simulate-ptz = A PTZ camera: moves, presets, zoom, with a real camera's timing.
cli-simulate-protocol = What it speaks.
cli-simulate-port = Its port; by default the protocol's own, 0 takes any free one.
cli-simulate-host = Where to listen.
cli-simulate-faults = What goes wrong, with its chance from 0 to 1: lose=0.1,late=0.05. There are { $faults }.
cli-simulate-seed = Another number is another sequence of faults.
cli-simulate-user = Name and password that it wants (CGI, ONVIF), as name:password.
cli-simulate-ptz-runs = A simulated camera listens on { $address } ({ $protocol }).
cli-simulate-findable = Answer “efir find cameras” (visca and onvif only).
simulate-commands = Commands: { $words }. What each of them does: help
simulate-command = There is no command “{ $line }”. There are: { $words }. More: help
simulate-obeyed = Done: { $line }
simulate-ptz-help =
    A fault happens the next few times; the number says how many, without it once: late 3
      lose: a reply is lost, drop: a request is lost, twice: a reply comes twice, late: it comes a quarter of a second later
      garbage: bytes that mean nothing come, refuse: “not now”
      elsewhere: a reply from another address, swap: replies in another order, full: “buffer full” (VISCA only)
    silent [SECONDS]: it says nothing, as with a pulled cable; without a number until ok
    sleep, wake: switched off and on by its remote control; cycle: its power was lost and is back (VISCA only)
    wipe: its memory of presets is empty: it was replaced, or reset
    ok: all is well again. To stop: Ctrl+C

cli-find = Find devices in the network.
cli-find-cameras = Find PTZ cameras that answer when looked for (Sony's VISCA, ONVIF), and print the lines for the show file.
cli-find-seconds = How many seconds to wait for answers.
cli-find-at = Ask only this address: a camera behind a router, a simulated one; may be given several times.
find-no-host = There is no such address, or it could not be found out: { $host }
find-no-network = This computer is in no network: there is nowhere to look for cameras
find-busy = Cameras are being looked for already: wait a few seconds
find-cameras-looking = Looking for cameras, { $seconds } s
find-cameras-none = Nobody answered. A firewall may hold the answers back, ONVIF may be off in the camera, or the camera is behind a router (--at ADDRESS). PTZOptics and cameras like them cannot be looked for: write their address into the show file.
find-cameras-name = Camera
find-cameras-model = Model
find-cameras-protocol = Protocol
find-cameras-address = Address
find-cameras-file = For the show file:
find-cameras-picture = put the picture's address here (rtsp://…); the camera's own page tells it
