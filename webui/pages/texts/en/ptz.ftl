# The desk of cameras that move
ptz-desk-title = Camera desk
ptz-desk-none = No camera of this show moves. Give one a section ptz in the show file: docs/cameras-ptz.md says what there is
ptz-desk-cameras = Cameras that move
ptz-desk-free = free
ptz-desk-phase-connecting = connecting
ptz-desk-phase-connected = connected
ptz-desk-phase-away = not connected
ptz-desk-phase-refused = lets nobody in
ptz-desk-phase-asleep = asleep
ptz-desk-sleeps = The camera is asleep
ptz-desk-why = “{ $camera }”: { $reason }
ptz-desk-motion = Motion
ptz-desk-pad = Joystick: pan and tilt
ptz-desk-help = Drag, or hold the arrow keys
ptz-desk-help-panel = Drag; arrow keys after a click here
ptz-desk-help-gamepad = The gamepad moves it
ptz-desk-help-asleep = Does not obey now
ptz-desk-asleep = The camera is not connected
ptz-desk-rests = at rest
ptz-desk-spring = Pull and hold; let go and it stops. By keys: ↑ and ↓
ptz-desk-key-yes = yes: the camera on air goes there
ptz-desk-key-no = no: it stays where it is
ptz-desk-key-turn = turn while held
ptz-desk-key-focus = focus near, far while held
ptz-desk-key-focus-auto = focus: auto
ptz-desk-key-focus-manual = focus: manual
ptz-desk-gamepad = Gamepad
ptz-desk-gamepad-turn = pan and tilt
ptz-desk-gamepad-camera = previous, next camera
ptz-desk-zoom = Zoom
ptz-desk-wide = wide
ptz-desk-tele = tele
ptz-desk-speed = Speed
ptz-desk-speed-slow = Slow
ptz-desk-speed-normal = Normal
ptz-desk-speed-fast = Fast
ptz-desk-stop = Stop
    .hint = Everything stands still, whoever moves it. To go on, let the stick go and take it again
ptz-desk-previous = previous camera
ptz-desk-next = next camera
ptz-desk-at = pan { $pan }, tilt { $tilt }{ $zoom ->
    [blank] {""}
   *[other] , zoom { $zoom } %
}
ptz-desk-other-hand = somebody else is moving it
ptz-desk-of-scene = The picture of the scene “{ $scene }”: OBS opens this camera itself, and it comes more seldom
ptz-desk-no-scene = No picture: OBS opens this camera itself, and no scene shows it

ptz-desk-presets = Presets
ptz-desk-preset-number = preset { $number }
ptz-desk-no-presets = No presets yet: point the camera and store the first
ptz-desk-edit = Edit
ptz-desk-edit-done = Done
ptz-desk-name = Name of the preset
ptz-desk-new-name = Name of the new preset
ptz-desk-store = Store
    .hint = The camera keeps where it looks now
ptz-desk-full = All slots of the camera are taken: overwrite or remove one of the presets
ptz-desk-earlier = “{ $name }”: earlier
ptz-desk-later = “{ $name }”: later
ptz-desk-overwrite = “{ $name }”: overwrite with what it sees now
ptz-desk-forget = “{ $name }”: remove
ptz-desk-forgotten = Preset “{ $name }” removed
ptz-desk-here = here
ptz-desk-going = going
ptz-desk-put-back = Put presets back
    .hint = Was the camera replaced or reset? Hold: it goes to every preset and stores it in its own memory. The focus is what it finds there
ptz-desk-put-back-placeless = Efir does not know where the presets of this camera point: overwrite them
ptz-desk-putting-back = Putting presets back: { $number } of { $all }, “{ $name }”. Stop breaks it off
ptz-desk-put-back-end = { $end ->
    [stopped] Broken off: { $done } of { $all } are in the camera's memory.
    [air] Broken off, the camera came on air: { $done } of { $all } are in its memory.
    [away] Broken off, the connection was lost: { $done } of { $all } are in its memory.
   *[done] Presets in the camera's memory: { $done } of { $all }.
}
ptz-desk-put-back-failed = Failed: { $names }. Aim the camera by hand and overwrite.
ptz-desk-put-back-left = Not reached: { $names }.

ptz-desk-lock = On-air lock
    .off = Hold to take it off
    .back = Press to put it back
ptz-desk-unlocked = Unlocked: a camera on air jumps to a preset at once
ptz-desk-on-air = This camera is on air: it goes to a preset only if that is confirmed
ptz-desk-unclear = It is not known whether this camera is on air: it goes to a preset only if that is confirmed
ptz-desk-not-on-air = This camera is not on air: it goes to a preset at once
ptz-desk-confirm = “{ $camera }” is on air. { $act ->
    [home] Send it home
    [off] Switch it off
    [put-back] Run it through all its presets and store them anew
   *[recall] Go to preset “{ $name }”
} before everybody's eyes?
ptz-desk-confirm-unclear = It is not known whether “{ $camera }” is on air. { $act ->
    [home] Send it home
    [off] Switch it off
    [put-back] Run it through all its presets and store them anew
   *[recall] Go to preset “{ $name }”
}?
ptz-desk-confirm-yes = { $act ->
    [home] Send
    [off] Switch off
    [put-back] Run
   *[recall] Go
}
ptz-desk-confirm-no = Do not

ptz-desk-camera = Camera
ptz-desk-focus = Focus
ptz-desk-focus-auto = auto
ptz-desk-focus-manual = manual
ptz-desk-focus-once = once
ptz-desk-near = near
ptz-desk-far = far
ptz-desk-exposure = Exposure
ptz-desk-exposure-auto = auto
    .hint = The camera chooses iris, shutter and gain
ptz-desk-exposure-iris = iris priority
ptz-desk-exposure-shutter = shutter priority
ptz-desk-exposure-manual = manual
ptz-desk-exposure-bright = by brightness
ptz-desk-iris-up = iris: open
    .hint = The iris is yours, shutter and gain are the camera's. If the shutter was set by hand, all of the exposure becomes manual
ptz-desk-iris-down = close
ptz-desk-white = White
ptz-desk-white-auto = auto
ptz-desk-white-indoor = indoor
ptz-desk-white-outdoor = outdoor
ptz-desk-white-once = from paper
ptz-desk-white-other = another one
ptz-desk-home = Home
ptz-desk-on = Switch on
ptz-desk-off = Switch off
