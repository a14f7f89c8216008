# Graphics in steps
graphic-without-steps = The graphic “{ $graphic }” has no steps: it only comes and goes
graphic-not-on-air = “{ $graphic }” is not on air: put it on first
graphic-no-more-steps = The graphic “{ $graphic }” has no more steps; there are { $steps }
log-graphic-step = Graphic “{ $graphic }”: step { $step }
show-graphic-fixed = an agenda is not filled from a debate: add source: fixed and data

# Fades of sound
fade-too-long = A fade takes at most { $longest } s
log-fade = Sound “{ $input }”: fading to { $volume } dB in { $seconds } s

# Markers
no-such-mark = There is no marker { $number } any more
log-marked = Marker{ $text ->
    [blank] {""}
   *[other] : “{ $text }”
}
log-unmarked = Marker removed{ $text ->
    [blank] {""}
   *[other] : “{ $text }”
}
log-chapter-refused = OBS made no chapter in the recording of the marker{ $text ->
    [blank] {""}
   *[other] {" "}“{ $text }”
}. Only Hybrid MP4 has chapters (outputs.record.format: hybrid_mp4). Until this recording ends, markers stay in the list alone
marks-number = Number
marks-time = Time
marks-text = Marker
marks-scene = Scene on air
marks-item = Item
marks-stream = Into the stream
marks-record = Into the recording

# Calls to the outside
no-such-target = The show file has no target “{ $target }”: add it to calls
target-not-webhook = “{ $target }” is a target of OSC, not a webhook
target-not-osc = “{ $target }” is a webhook, not a target of OSC
calls-too-many = Too many calls are waiting for an answer (more than { $most }): wait a little
call-body-too-long = The call's data are too long: at most { $most } KiB
call-body-of-get = A GET request has no data: choose POST
osc-number = The number does not fit into an OSC message
call-not-open = Nothing to repeat: this call got through, is still waiting for its answer, or was repeated already
call-refused = the connection was refused: check that the device is on and listens on this port
call-timeout = no answer for too long
call-unreachable = it cannot be reached: check the address and the network
call-status = it answered with a refusal
call-garbage = the answer makes no sense: check that this is the right port
call-insecure = no secure connection: check its certificate
call-broken = Efir could not make this call ({ $detail }): please tell its developers
call-unsure = Efir was restarted, and whether the call arrived is not known. Look, and repeat it if need be
log-called-again = Call once more: “{ $target }”
log-called = Call: “{ $target }”
log-call-failed = The call “{ $target }” has failed: { $reason }{ $detail ->
    [blank] {""}
   *[other] {" "}({ $detail })
}
log-calls-unsure = Calls that waited for an answer while Efir was down: { $count }. Whether they arrived is not known
show-target-kind = a target needs exactly one of webhook and osc
show-target-token = only a webhook has a token
show-target-osc = an OSC address is written host:port, with a port from 1 to 65535

# Messages to the stage
message-gone = That message is gone
log-blackout = The stage screen is blacked out
log-blackout-over = The stage screen is on again
log-acknowledged = Understood on stage: “{ $text }”

# The second line under the stage's clock
second-unclear = The second line shows either words or one timer
log-second-text = { $text ->
    [blank] Second line on stage: no words yet
   *[other] Second line on stage: “{ $text }”
}
log-second-timer = Second line on stage: timer “{ $timer }”
log-second-off = The second line was taken off the stage
log-second-kept = { $text ->
    [blank] The words for the second line were cleared
   *[other] Words for the second line: “{ $text }”
}
