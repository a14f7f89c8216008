# The operator's panel
panel-brand = Efir
panel-pages = Pages
panel-page-stage = Stage
panel-page-backstage = Backstage

# The link to OBS. short: for the status line
panel-obs-obs-connected = OBS { $version }
    .short = OBS
panel-obs-obs-connecting = Connecting to OBS…
    .short = OBS: connecting
panel-obs-obs-lost = OBS is gone. Reconnecting by ourselves, the picture will be back
    .short = OBS is gone
panel-obs-obs-refused = OBS will not let us in. Check its address and password
    .short = OBS refuses
panel-obs-rehearsal-connected = Rehearsal: no OBS connected, the audience sees none of this
    .short = Rehearsal
panel-obs-rehearsal-connecting = Rehearsal: preparing the picture…
    .short = Rehearsal
panel-obs-rehearsal-lost = Rehearsal stopped, starting it again
    .short = Rehearsal
panel-obs-rehearsal-refused = Rehearsal did not start
    .short = Rehearsal

# Programme
panel-monitors = Preview and program
panel-program = On air
panel-preview = Preview
panel-on-air = On air
panel-pending = waiting for confirmation
panel-no-scene = empty
panel-take = Take
panel-cut = cut
panel-auto = Auto
panel-transition = Transition
panel-transition-duration = Length of the transition
panel-transition-cut = Cut
panel-transition-fade = Fade
panel-transition-swipe = Swipe
panel-transition-slide = Slide
panel-transition-luma_wipe = Luma wipe
panel-transition-fade_to_color = Dip to colour
panel-seconds = { $seconds } s
panel-scenes = Scenes
panel-items = In the picture
panel-switches = Cameras within scenes
panel-switch-follow = Follow who speaks
    .hint = the camera changes by itself to whoever speaks
panel-switch-held = Held: follow again
    .hint = a hand chose the camera; press, and it follows who speaks again
panel-switch-softly = Softly
    .hint = change cameras by the show’s transition, not by a cut
panel-items-of = Whose sources
panel-item-seen = seen
panel-item-hidden = hidden
panel-panic = Slate
    .hint = on air at once
panel-panic-on = Slate is on air

# The debate
panel-desk = The debate now
panel-desk-more = Debate desk
panel-debate = Debate
panel-pair-of = Pair { $place } of { $count }
panel-no-pair = Nobody on stage
panel-opponent-open = no opponent yet
panel-topic-open = No motion yet
panel-phases = Course of the debate
panel-phase-prepare = Prepare
panel-phase-debate = Debate
panel-phase-judging = Scoring
panel-phase-result = Result
panel-clock-start = Start
panel-clock-pause = Pause
panel-clock-resume = Resume
panel-clock-state-idle = stopped
panel-clock-state-running = running
panel-clock-state-paused = paused
panel-minus-minute = Minus a minute
panel-minus-ten = Minus 10 seconds
panel-plus-ten = Plus 10 seconds
panel-plus-minute = Plus a minute
panel-restart = Restart
    .hint = The clock from the beginning. Hold
panel-hold = hold
panel-back = Back
panel-skip-debate = To the debate
panel-skip-judging = To the scoring
panel-reveal-without = Reveal without them

panel-act-draw-pairs = Draw the pairs
panel-act-reveal-draw = Open the draw
    .hint = ask the hall for a word, then open
panel-act-select-pair = Invite a pair
panel-act-draw-opponent = Draw the opponent
panel-act-draw-topic = Draw the motion
panel-act-draw-positions = Draw the positions
    .hint = if they did not agree
panel-act-prepare = To the preparation
panel-act-start = Start the clock
panel-act-pause = Pause
panel-act-resume = Resume
panel-act-debate = To the debate
panel-act-judging = To the scoring
panel-act-wait-for-judges = Waiting for judges
panel-act-reveal = Reveal the result
panel-act-next-pair = Next pair
panel-act-finished = All pairs are done

panel-judges = Judges’ ballots
panel-judge-online = online
panel-judge-offline = offline
panel-ballot-waiting = waiting
panel-ballot-received = received
panel-ballot-corrected = corrected
panel-ballot-recused = recused

panel-tab-pairs = Pairs
panel-tab-draw = Draw
panel-tab-say = To stage
panel-tab-standings = Standings
panel-pairs-none = No pairs yet: begin with the draw
panel-on-stage = on stage
panel-pair-done = done

panel-positions = Who takes which position
    .hint = If they agreed, press. If not, draw.
panel-agree = { $name }: “{ $position }”
panel-first-position = first position
panel-draw-pairs = Draw of pairs
panel-draw-topic = Draw of the motion
panel-draw-positions = Draw of positions
panel-draw-opponent = Draw of the opponent
panel-draw-word = A word from the hall (optional)
    .example = for instance “spring”
panel-draw-hash = Fingerprint, shown before the draw
panel-draw-said = Word from the hall
panel-draw-seed = Seed, opened after it
panel-draw-none = Nothing was drawn yet
panel-draw-by-hand = Drawn by hand, recorded by the operator
panel-manual-one = Press what was drawn
panel-manual-order = Press in the order they were drawn
panel-manual-record = Record the draw

panel-say-nothing = The stage sees only its clock
panel-say-hush = Remove
panel-say-own = Your own message
panel-say-send = Send to the stage
panel-say-minute = One minute left
panel-say-finish = Wrap up
panel-say-louder = Speak up
panel-say-microphone = Closer to the microphone
panel-say-wait = Please wait
panel-say-begin = You may begin
panel-say-blink = Blink
panel-say-blackout = Black out the stage screen
panel-say-blackout-on = The stage screen is black
panel-say-seen = Understood at { $time }
panel-say-not-seen = Not confirmed yet
panel-say-no-message = There is no message on stage
panel-second = Second line under the clock
panel-second-nothing = Nothing
panel-second-text = { $text ->
    [blank] Words
   *[other] Words: “{ $text }”
}
panel-second-timer = Timer: { $name }
panel-second-gone = The timer was removed: the line is empty
panel-second-own = Words for the second line
panel-second-send = Show in the second line

panel-standings-none = Results appear when you reveal the first one
panel-standings-of = Revealed pairs: { $done } of { $count }
panel-participant = Participant
panel-credit = Credit

# On the right
panel-graphics = Graphics
panel-graphics-clear = Clear all
panel-graphic-edit = Edit the text: { $name }
panel-graphic-send = Update
panel-graphic-updated = { $name }: text updated
panel-field-title = Name
panel-field-subtitle = Caption
panel-field-topic = Motion
panel-field-heading = Heading
panel-field-point1 = Point 1
panel-field-point2 = Point 2
panel-field-point3 = Point 3
panel-field-point4 = Point 4
panel-field-point5 = Point 5
panel-field-point6 = Point 6
panel-graphic-step = Next step: { $name } ({ $step } of { $steps })
panel-sound = Audio
panel-sound-none = The show file has no audio
panel-db = dB
panel-mute = Mute: { $name }
panel-fader = Volume: { $name }
panel-outputs = Stream and recording
panel-stream = Stream
panel-record = Recording
panel-stream-off = off
panel-stream-starting = starting…
panel-stream-on = live
panel-stream-reconnecting = reconnecting…
panel-stream-stopping = ending…
panel-stream-failed = failed
panel-record-off = off
panel-record-starting = starting…
panel-record-on = running
panel-record-reconnecting = reconnecting…
panel-record-stopping = ending…
panel-record-failed = failed
panel-output-none = not in the show file
panel-output-failed-detail = Press “Start” to try again
panel-begin = Start
panel-stop = Stop
panel-mbps = { $mbps } Mbit/s
panel-losing = losing frames
panel-congested = the network cannot keep up

# Status line and log
panel-fps = { $fps } fps
panel-cpu = CPU { $cpu } %
panel-journal-failed = The journal cannot be written: commands are refused. Free some disk space
panel-bridge-failed = The graphics bridge has stopped: titles are not on air
panel-cameras = Cameras
panel-multiview = Multiview
panel-multiview-key = Multiview in a new window, for a second monitor
panel-feeds = Cameras: { $count }
panel-feed-scene = A camera of this scene has no picture
panel-clients-judges = Judges { $here } of { $count }
panel-clients-stage = Stage: { $count ->
    [0] none
   *[other] { $count }
}
panel-clients-graphics = Graphics: { $count ->
    [0] not open
   *[other] { $count }
}
panel-log = Log
    .title = What happened
panel-log-none = Nothing has happened yet
panel-calls = Calls that did not get through
panel-calls-again = Call again
panel-calls-failed = Calls failed: { $count }
panel-mark = Marker
panel-mark-text = What to mark (may stay empty)
panel-marks-file = Download markers ({ $count })
panel-log-undone = undone
panel-undo = Undo
panel-undone = Undone: { $what }
panel-nothing-to-undo = Nothing to undo

# Access
panel-access = Links
    .title = Who may come in
panel-links-here-only = These links open on this computer only. For phones, start Efir with --host 0.0.0.0 (make run HOST=0.0.0.0)
panel-link-new = New link
panel-link-for = For
panel-link-label = Label
panel-link-lasts = Valid
panel-link-for-ever = until revoked
panel-link-hours = { $hours } h
panel-link-create = Create link
panel-link-copy = Copy
panel-link-rotate = Replace
panel-link-revoke = Revoke
panel-link-copied = Link copied: { $name }
panel-link-not-copied = Could not copy: select the address under the code
panel-link-qr = QR code: { $name }
panel-link-enlarge = Larger or smaller: { $name }
panel-link-hidden = Only the owner sees this link
panel-link-until = until { $time }
panel-sign-in = Sign in
panel-role-owner = Owner
panel-role-operator = Operator
panel-role-judge = Judge
panel-role-stage = Stage
panel-role-backstage = Backstage
panel-role-graphics = Graphics
panel-role-system = Efir

# List of keys
panel-keys-air = Programme
panel-keys-view = Panel
panel-keys-preview = To preview
panel-key-cut = On air with a cut
panel-key-auto = On air with the transition
panel-key-panic = The slate on air
panel-key-next = Next step of the debate
panel-key-clock = Clock: start, pause, resume
panel-key-skip = To the next phase
panel-after-prepare = then the debate
panel-after-debate = then the scoring
panel-bells-mute = Mute the bells
panel-clash = OBS has somebody else’s “{ $name }”. Rename it there, and ours takes its place
panel-foreign = not in this show

# Timers
panel-timers = Timers
panel-tab-timers = Timers
panel-timers-none = No timers yet
panel-timer-new = New timer
panel-timer-make = Add
panel-timer-name = Name
panel-timer-kind = What to count
panel-timer-kind-countdown = Time left
panel-timer-kind-count-up = Time used
panel-timer-kind-time-of-day = To a time of day
panel-timer-kind-banks = Each one’s own time: chess clock, teams
panel-timer-length = Length
    .example = m:ss
panel-timer-limit = Limit (optional)
panel-timer-warning = Warn at
    .example = 1:00
panel-timer-at = Time of day
panel-timer-teams = Whose time, with commas
    .example = White, Black
panel-timer-banks = { $name }: whose turn
panel-timer-start = Start: { $name }
panel-timer-pause = Pause: { $name }
panel-timer-stop = Stop: { $name }
panel-timer-more = More: { $name }
panel-timer-id = For OSC and links:
    .hint = What decks, buttons, OSC and links of screens call this timer
    .copy = Copy the name { $id }
    .copied = Copied: { $id }
    .selected = The name is selected: copy it yourself
panel-timer-set = Set
panel-timer-set-to = Set to, m:ss
panel-timer-remove = Remove
    .hint = The timer disappears everywhere. Hold
panel-timer-until = until { $time }
panel-timer-over = overtime
panel-timer-questions-open = questions open
panel-timer-questions-closed = no questions
panel-timer-gone = (removed)
