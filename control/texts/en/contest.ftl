# The contest: why not (control/contest), what happened, what the check of a protocol found.

# --- Opening
contest-not-open = The contest is not open yet: describe it in the show file and restart Efir.
contest-changed-after-draw = { $what ->
    [participants] The pairs are drawn, so the participants cannot change any more. Put them back in the show file.
    [judges] The pairs are drawn: judges can only be added, and nobody can be recused from people he has scored. Put the judges back in the show file.
    [topics] The pairs are drawn: topics can only be added. Put the old ones back in the show file.
   *[rules] The pairs are drawn, so the step of scores, the number of judges and the rule for rematches cannot change. Put them back in the show file.
}

# --- Draws
too-few-participants = A debate needs at least two participants: add them to the show file.
draw-is-manual = Lots are drawn in the hall: record what came up.
draw-not-manual = Efir draws the lots: announce the draw, then reveal it.
draw-pending = A draw is announced: reveal it first.
draw-already-made = This draw is made; lots are not drawn twice.
draw-order-wrong = The record does not fit: each item once, and only what takes part in the draw.
draw-replaced = A new draw has replaced this one: reveal the new one.
draw-seed-lost = This draw cannot be revealed: Efir's key has changed. Announce it again; the old one stays in the protocol, unrevealed.
no-such-draw = There is no such draw. Reload the page.
word-too-long = The word is longer than { $longest } characters: take a shorter one.
pairs-not-drawn = Draw the pairs first.
pairs-not-done = The opponent is drawn when the other pairs are done.
no-odd-participant = The number of participants is even: nobody needs an opponent.
opponent-not-drawn = Draw an opponent for the participant left over first.
no-topics = The show file has no topics: add some.
no-such-topic = There is no such topic. Reload the page.
topic-not-drawn = Draw the topic first.
positions-drawn = The lot has already decided the positions.
positions-not-settled = Settle the positions first: by agreement or by lot.
not-in-pair = This participant is not in this pair.

# --- The debate
no-such-pair = There is no such pair. Reload the page.
no-pair-selected = Bring a pair on stage first.
pair-under-way = This pair has begun or has been scored: too late to change its topic and positions.
debate-under-way = A debate is on stage: finish it or go back to its beginning first.
stage-moved-on = The stage has moved on: look, and press again if you still want to.
nothing-before = There is nothing to go back to.
already-revealed = The result is shown; there is no way back.
contest-finished = All pairs have debated.
reveal-first = Reveal the result first.
no-clock = No clock now: there is one in preparation and in the debate.
clock-not-started = The clock has not been started.
add-too-much = At most { $minutes } min can be added or taken away at once.
clock-too-far = The clock cannot show more than { $minutes } min.

# --- The result
nothing-to-reveal = Nothing to reveal yet: judging comes first.
too-few-judges = { $able ->
    [one] { $able } judge can score this pair
   *[other] { $able } judges can score this pair
}, and at least { $least } are needed. Add judges to the show file and restart Efir.
ballots-missing = { $missing ->
    [one] { $missing } ballot is missing
   *[other] { $missing } ballots are missing
}. Wait, or reveal without.
too-few-ballots = { $received ->
    [one] { $received } ballot has come
   *[other] { $received } ballots have come
}, and at least { $least } are needed. Wait for the others.

# --- The ballot
ballot-unknown-judge = You are not among the judges of this contest. Ask the operator for a new link.
ballot-after-reveal = The result is shown; scores no longer change.
ballot-recused = You declared an interest, so you do not score this pair.
ballot-other-pair = This pair is not on stage now. The ballot was not taken.
ballot-not-judging = Scores are taken after the debate. Wait until the operator begins the judging.
ballot-not-in-pair = The ballot names somebody from another pair. Reload the page and score again.
ballot-unknown-criterion = The ballot has an unknown criterion. Reload the page and score again.
ballot-incomplete = The ballot is not complete: score both debaters by every criterion.
ballot-not-a-number = A score must be a number.
ballot-out-of-range = A score is from 0 to { $most }.
ballot-wrong-step = { $step ->
    [whole] A score is a whole number.
    [halves] A score goes by half points.
   *[tenths] A score goes by tenths of a point.
}

# --- The log (the page puts names in place of ids)
log-contest-opened = The contest is open: { $participants } participants, { $judges } judges, { $topics } topics
log-draw-committed = { $draw ->
    [pairs] Draw of pairs announced
    [topic] Draw of the topic announced: { $pair }
    [positions] Draw of positions announced: { $pair }
   *[opponent] Draw of the opponent announced: { $pair }
}
log-draw-revealed = { $draw ->
    [pairs] The lot decided the pairs
    [topic] The lot decided the topic: { $topic } ({ $pair })
    [positions] The lot decided the positions: first — { $participant } ({ $pair })
   *[opponent] The lot decided the opponent: { $participant } ({ $pair })
}
log-draw-recorded = { $draw ->
    [pairs] Draw of pairs in the hall recorded
    [topic] Draw of the topic in the hall recorded: { $topic } ({ $pair })
    [positions] Draw of positions in the hall recorded: first — { $participant } ({ $pair })
   *[opponent] Draw of the opponent in the hall recorded: { $participant } ({ $pair })
}
log-debate-selected = On stage: { $pair }
log-debate-agreed = Positions agreed: first — { $participant } ({ $pair })
log-debate-entered = { $phase ->
    [prepare] Preparation: { $pair }
    [debate] Debate: { $pair }
    [judging] Judging: { $pair }
    [result] Result: { $pair }
   *[idle] Back to the beginning: { $pair }
}
log-debate-started = { $phase ->
    [prepare] Clock started: preparation
   *[debate] Clock started: debate
}
log-debate-paused = Clock paused
log-debate-resumed = Clock runs on
log-debate-restarted = { $phase ->
    [prepare] Clock from the beginning: preparation
   *[debate] Clock from the beginning: debate
}
log-debate-added = Time added: { $seconds } s
log-debate-taken = Time taken away: { $seconds } s
log-debate-time-up = { $phase ->
    [prepare] Time to prepare is up
   *[debate] Time to debate is up
}
log-debate-bells-muted = Bells muted
log-debate-bells-on = Bells on
log-debate-revealed = Result revealed: { $pair }
log-ballot-received = Ballot received: { $judge } ({ $pair })
log-ballot-corrected = Ballot corrected: { $judge } ({ $pair }), revision { $revision }

# --- The check of a protocol
verify-changed-after-draw = { $what ->
    [participants] The participants were changed after the draw of pairs
    [judges] The judges or their recusals were changed after the draw of pairs
    [topics] Topics were removed after the draw of pairs
   *[rules] The rules were changed after the draw of pairs
}
verify-draw-method = Draw { $draw } was not made by the method the rules say
verify-draw-twice = Draw { $draw } is recorded twice
verify-draw-again = Draw { $draw } was made again although there was a result
verify-draw-untimely = Draw { $draw } was made when the rules do not allow it
verify-draw-items = Draw { $draw }: it did not draw from what it had to
verify-draw-unknown = Draw { $draw } was revealed but never announced
verify-draw-hash = Draw { $draw }: the revealed number is not the announced one
verify-draw-order = Draw { $draw }: the order is not the one the lot gives
verify-draw-not-revealed = Draw { $draw } was announced and never revealed
verify-positions = Pair { $pair }: the positions were recorded against the rules
verify-no-such-pair = There is no pair { $pair }
verify-ballot-judge = Ballot of judge { $judge } for pair { $pair }: this judge does not score it
verify-ballot-late = Ballot of judge { $judge } for pair { $pair } came after the reveal
verify-ballot-untimely = Ballot of judge { $judge } for pair { $pair } was taken outside the judging
verify-ballot-scores = Ballot of judge { $judge } for pair { $pair }: incomplete, or with scores that are not allowed
verify-ballot-revision = Ballot of judge { $judge } for pair { $pair }: its revision is out of order
verify-ballots-missing = Pair { $pair }: revealed without { $missing ->
    [one] { $missing } ballot
   *[other] { $missing } ballots
}
verify-too-few-ballots = Pair { $pair }: fewer ballots than needed ({ $least })
verify-totals = Pair { $pair }: the recorded totals are not the sum of the scores
verify-revealed-twice = Pair { $pair }: revealed twice
