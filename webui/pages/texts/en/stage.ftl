# The stage screen
stage-title = Stage · Efir
stage-phase-idle = Starting soon
stage-phase-prepare = Preparation
stage-phase-debate = Debate
stage-phase-judging = Judging
stage-phase-result = Result
stage-clock-idle = Ready
stage-clock-paused = Paused
stage-clock-warning = { $seconds ->
    [60] Under a minute
    [30] Under half a minute
   *[other] Under { $time }
}
stage-clock-danger = Finish now
stage-clock-overtime = Overtime
stage-topic = Motion
stage-judging = The judges are scoring
stage-result = Debate result
stage-outcome-win = Win
stage-outcome-tie = Tie
stage-outcome-loss = { "" }
stage-points = { $points ->
    [one] point
   *[other] points
}
stage-in-result = counts { $result }
stage-next = Next
stage-opponent = the opponent will be drawn by lot
stage-draw-pairs = Draw of pairs
stage-draw-topic = Draw of the motion
stage-draw-positions = Draw of positions
stage-draw-opponent = Draw of the opponent
stage-draw-hash = Fingerprint of the lot, published beforehand
stage-soon = Starting soon
stage-over = All pairs have debated
stage-message = Operator
stage-sound-ask = Turn the bell on
stage-sound-ask-more = The browser waits for a touch
stage-sound-muted = The bell is off
stage-fullscreen = Full screen
stage-window = Back to a window
stage-got-it = Got it
stage-got-it-sent = Understood
stage-blackout = Screen blacked out by the operator
stage-item-next = Next
stage-item-waits = Begins in
stage-timer-not-yet = Not counting yet
stage-timer-paused-over = Paused · overtime
stage-timer-passed = Time is up
stage-timer-near-limit = Under { $time } to the limit
stage-timer-until = Until { $time }
stage-timer-limit = Limit { $time }
stage-timer-turn = turn
stage-timer-questions-open = Questions allowed
stage-timer-questions-closed = No questions
stage-timer-gone = There is no such timer now
    .id = In the link it is called: { $id }
