# Graphics in steps
graphic-without-steps = The graphic “{ $graphic }” has no steps: it only comes and goes
graphic-not-on-air = “{ $graphic }” is not on air: put it on first
graphic-no-more-steps = The graphic “{ $graphic }” has no more steps; there are { $steps }
log-graphic-step = Graphic “{ $graphic }”: step { $step }
show-graphic-fixed = an agenda is not filled from a debate: add source: fixed and data
