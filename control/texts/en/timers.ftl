# Timers: refusals, the log, the show file

no-such-timer = This timer is gone
no-such-bank = This timer has no such bank
timers-many = There are at most { $most } timers: remove some
timer-id-wrong = A timer’s name for programs is lower-case Latin letters, digits and hyphens, 63 at most
timer-nameless = Name the timer
timer-name-taken = There is a timer “{ $name }” already: choose another name
timer-name-unseen = There is an invisible character in the name: type it again
timer-moved-on = Not undone: something else was done with this timer since
timer-time-goes-on = The time of day cannot be paused: reset the timer instead
timer-starts-by-itself = Start it first: what is left follows from the time of day
timer-too-far = Too much: a timer shows { $hours } hours at most
timer-no-banks = This timer has no banks to switch between
timer-bank-twice = Two banks have one id
timer-key-foreign = Not for such a timer: { $key ->
    [length] the length
    [limit] the limit
    [at] the time of day
    [warning] the warning
    [danger] the second warning
    [bells] bells
    [protected] protected time
   *[banks] banks
}
timer-key-missing = Missing: { $key ->
    [length] the length
    [limit] the limit
    [at] the time of day
    [warning] the warning
    [danger] the second warning
    [bells] bells
    [protected] protected time
   *[banks] banks
}
timer-no-limit = { $key ->
    [bells] Bells count from the limit
   *[warning] A warning counts from the limit
}: say how far to count
timer-level-late = A warning must be shorter than the timer itself
timer-danger-above = The second warning must come after the first
timer-bell-late = A bell before the timer begins
timer-bell-twice = Two bells at one time
timer-bells-many = There are at most { $most } bells
timer-protected-long = Protected time takes the whole speech: there is no time for questions
timer-banks-few = At least { $least } banks are needed
timer-banks-many = There are at most { $most } banks

log-timer-added = Timer “{ $timer }” is ready
log-timer-changed = Timer “{ $timer }” changed
log-timer-removed = Timer “{ $name }” removed
log-timer-started = Timer “{ $timer }” started{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
log-timer-paused = Timer “{ $timer }” paused
log-timer-switched = Timer “{ $timer }”: the move is “{ $bank }”
log-timer-set = Timer “{ $timer }” set to { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
log-timer-adjusted = Timer “{ $timer }”: { $time }{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}
log-timer-reset = Timer “{ $timer }” reset
log-timer-restored = Timer “{ $timer }” is as it was
log-timer-up = Time is up: “{ $timer }”{ $bank ->
    [blank] {""}
   *[other] {" "}({ $bank })
}

show-timers-many = there are at most { $most } timers
show-timer-key-foreign = a timer of the kind { $kind } has no key “{ $key }”
show-timer-key-missing = the key “{ $key }” is missing
show-timer-no-limit = “{ $key }” counts from the limit: set limit
show-timer-level-late = the warning is not shorter than the timer itself
show-timer-danger-above = danger is more than warning: the second warning must come after the first
show-timer-bell-late = a bell before the timer begins
show-timer-bell-twice = there is a bell at this time already
show-timer-bells-many = there are at most { $most } bells
show-timer-protected-long = protected time takes the whole speech: there is no time for questions
show-timer-banks-few = at least { $least } banks are needed
show-timer-banks-many = there are at most { $most } banks
show-time-of-day-wrong = “{ $text }” is not a time of day: write 19:00 or 19:00:30
show-graphic-timer-source = graphic: timer and source: timer go together
show-graphic-timer-foreign = the key “{ $key }” is only for a graphic with source: timer
show-no-such-timer = there is no timer “{ $name }”
show-no-such-timer-near = there is no timer “{ $name }”; perhaps “{ $near }”?
