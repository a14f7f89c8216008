# The page of a guest to whom a camera is lent
lend-picture = Picture of camera “{ $name }”
lend-on-air = On air
lend-closed = The camera is not lent now
    .more = Leave this page open: it comes alive by itself when the operator lends the camera.
lend-free = You may move the camera
    .more = { $waiting ->
        [0] Each guest has { $seconds } s.
       *[other] In the queue: { $waiting }. Each guest has { $seconds } s.
    }
lend-name = Your name (only the operator sees it; you may leave it out)
lend-join = Let me move it
lend-join-again = Once more
lend-waiting = You are in the queue
    .more = { $place ->
        [1] You are next.
       *[other] Your place: { $place }.
    } At most { $minutes } min to wait, unless the operator stops it. Leave this page open.
lend-turn = The camera is yours
    .more = Drag the field below. Guests’ speed: { $speed } % of what the camera can.
    .bounded = It turns only as far as the edge the operator has set.
    .zoom-to = It zooms in to { $to } %, no closer.
    .zoom-from = It zooms out to { $from } %, no wider.
    .zoom-between = Its zoom: from { $from } to { $to } %.
lend-held = The operator has taken the camera
    .more = Your time stands still. Wait: he gives it back or ends it.
lend-air = The camera is on air
    .more = The audience sees it now, and only the operator may move it. Your time runs.
lend-unclear = The camera may be on air
    .more = What the audience sees is not known, so only the operator may move it. Your time runs.
lend-away = The camera does not answer
    .more = The operator sees that. Wait a little.
lend-thanks = Thank you for steering!
lend-barred = The operator took you out of the queue
    .more = You cannot queue again while the camera is lent this time.
lend-leave = Leave the queue
lend-finish = End my turn

# --- on the panel ---
panel-role-guest = Guest at a camera
panel-lend-of = Lend: { $name }
panel-lend-terms = Terms
panel-lend-show = Show camera “{ $name }” and its queue
panel-lend-open = Lend it
panel-lend-change = Change the terms
panel-lend-close = Lend no more
panel-lend-turn = Each guest
panel-lend-seconds = { $seconds } s
panel-lend-minutes = { $minutes } min
panel-lend-speed = Speed
panel-lend-percent = { $percent } %
panel-lend-range = Pan and tilt
panel-lend-range-all = anywhere
panel-lend-range-around = ±{ $degrees }° of where it stands
panel-lend-range-same = as they are now
panel-lend-zoom = Zoom
panel-lend-zoom-all = anything
panel-lend-zoom-half = from the widest to half way in
panel-lend-zoom-no-closer = no closer than now
panel-lend-zoom-no-wider = no wider than now
panel-lend-zoom-same = as it is now
panel-lend-lost = Where the camera stands is not known now: wait for it, or choose other limits
panel-lend-limits = { $what ->
    [turn] The camera does not tell how many degrees it has turned: speed, time and zoom can be limited
    [zoom] The camera does not tell how far it has zoomed: its zoom cannot be limited
   *[both] The camera does not tell where it looks: only speed and time can be limited
}
panel-lend-presets = Guests may call presets
panel-lend-air = Also while on air
panel-lend-lent = Lent to guests
panel-lend-nobody = Nobody moves it, the queue is empty
panel-lend-who = { $name ->
    [blank] Guest no. { $number }
   *[other] { $name } (no. { $number })
}
panel-lend-has = { $who } has it
panel-lend-queue = In the queue: { $count }
panel-lend-take-back = Take it back
panel-lend-taken = You have the camera, the guests wait
panel-lend-give-back = Give it back
panel-lend-skip = Next guest
panel-lend-remove = Remove from the queue: { $who }
panel-lend-on-air = The camera is on air and a guest moves it
panel-lend-on-air-quiet = The camera is on air: guests do not move it now
panel-lend-unclear = It is not known whether the camera is on air: guests do not move it now
panel-lend-link = Link for guests
panel-lend-link-make = Make a link with a QR code
panel-lend-link-lasts = The link lasts 12 hours; it can be revoked here or under “Access”.
panel-lend-alarm = “{ $camera }” is on air in a guest’s hand
panel-lend-alarm-quiet = “{ $camera }” is lent
