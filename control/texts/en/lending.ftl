# Lending a camera: refusals
lending-closed = This camera is not lent to anybody now
lending-held = The operator has the camera for now. Your time stands still
lending-not-now = Efir cannot lend the camera at the moment: wait a little
lending-not-your-turn = The camera is not in your hands now
lending-on-air = The camera is on air: as long as it is, only the operator may move it
lending-air-unknown = It is not known whether the camera is on air: until it is, only the operator may move it
lending-crew-hand = The operator is moving the camera: wait until he lets go
lending-edge = No further: this is the edge the operator has set
lending-not-lent = Camera “{ $camera }” was not lent to anybody
lending-turn-length = A guest has the camera for between { $least } s and { $most } min
lending-speed = The speed for guests is 1 to 100 % of what the camera can
lending-range = The range is wrong: its beginning must be less than its end
lending-no-position = Camera “{ $camera }” does not tell where it looks: only speed and time can be limited
lending-turn-over = That guest’s time is up already
lending-no-guest = That guest is not in the queue any more
lending-barred = The operator took you out of the queue
lending-queue-full = The queue is full: { $most } are waiting already. Try again a little later
lending-no-preset = Guests may not call this preset
lending-preset-on-air = The camera is on air: it does not go to presets now
lending-preset-air-unknown = It is not known whether the camera is on air: it does not go to presets now
lending-no-camera = This show has no moving camera that this link leads to

# Lending a camera: what happened
log-lent = Camera “{ $camera }” is lent to guests
log-lent-otherwise = Camera “{ $camera }” is lent to guests on other terms
log-lent-no-more = Camera “{ $camera }” is not lent to guests any more
log-taken-back = Camera “{ $camera }” was taken back from the guests
log-given-back = Camera “{ $camera }” was given back to the guests
log-lent-turn = Guest no. { $number } has camera “{ $camera }”
log-lent-turn-ended = Camera “{ $camera }”: the time of guest no. { $number } was cut short
