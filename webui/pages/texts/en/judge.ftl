# The judge's page
judge-title = Judge · Efir
judge-role = Judge
judge-topic = Motion
judge-topic-none = The motion is not drawn yet
judge-position = Position:
judge-position-none = position not settled yet
judge-of = of { $most }
judge-points = { $points ->
    [one] { $points } point
   *[other] { $points } points
}
judge-sums = Sums

judge-phase-idle = Starting soon
judge-phase-prepare = Preparation
judge-phase-debate = Debate
judge-phase-judging = Judging
judge-phase-result = Result
judge-waited = your marks are awaited
judge-clock-idle = not started
judge-clock-paused = paused
judge-clock-overtime = overtime

judge-criterion-topic = Grasp of the topic
judge-criterion-rhetoric = Rhetoric and command of language
judge-criterion-persuasion = Methods of persuasion
judge-criteria = What you score
judge-criteria-most = 0 to { $most } for each debater on each

judge-note-draw = Motion and positions are being settled.
judge-note-soon = The pair is ready and about to begin.
judge-note-prepare = The debaters are preparing. You can score once the debate begins.
judge-note-unscored = There are no marks of yours for this pair: the result was shown without them.

judge-recused-title = You do not score this pair
judge-recused = You declared an interest. There is nothing to do: the result is counted without you.

judge-send = Send marks
judge-correct = Send correction
judge-sending = Sending…
judge-queued = Waiting for the network
judge-received = Marks received
judge-state-empty = Score both debaters.
judge-state-draft = { $device ->
    [phone] Draft on this phone.
   *[other] Draft on this device.
}
judge-state-sending = Sending…
judge-state-queued = Queued: no connection. It will be sent by itself.
judge-state-received = Received at { $time }{ $revision ->
    [1] .
   *[other] {" "}(version { $revision }).
}
judge-state-elsewhere = Received from another device at { $time } (version { $revision }).
judge-state-changed = Changed, not sent. The earlier ones were received at { $time }.
judge-state-rejected = Not accepted. { $reason }
judge-late = Your marks for an earlier pair were not accepted: there was no connection.
judge-late-more = If it matters, tell the operator.
judge-hint-later = You can send after the debate.
judge-hint-correct = You can correct them until the reveal.
judge-hint-gaps = { $gaps ->
    [one] { $gaps } mark to go.
   *[other] { $gaps } marks to go.
}

judge-outcome-win = Win
judge-outcome-loss = Loss
judge-outcome-tie = Tie
judge-outcome-points = { $points } from all judges, counts { $result }

judge-next = Next
judge-next-opponent = The opponent will be drawn by lot
judge-over = All pairs have debated. Thank you!
judge-wait-draw = No pairs yet
    .more = The draw comes soon. Keep this page open: the pair will appear by itself.
judge-wait-between = Nobody is on stage
    .more = The next pair will appear here by itself.
judge-wait-over = All pairs have debated
    .more = Your work is done. Thank you!
judge-wait-nothing = Nothing to score here
    .more = This show has no debate. If that is wrong, tell the operator.
judge-refused-draft = Your marks are kept: open the new link on this device.
