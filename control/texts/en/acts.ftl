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
marks-number = Number
marks-time = Time
marks-text = Marker
marks-scene = Scene on air
marks-item = Item
marks-stream = Into the stream
marks-record = Into the recording
