# The screens backstage
backstage-title = Backstage
backstage-list = Screens
backstage-settings = Link settings
backstage-link = Link
backstage-link-stage = Link for the stage screen
    .hint = With the operator’s messages, the bell of these timers and the blackout
backstage-copy = Copy the link
backstage-copied-yes = The link is copied
backstage-copied-no = The link is selected: copy it yourself
backstage-open = Open
backstage-rehearsal = Rehearsal ×{ $rate }

backstage-screen-backstage = Show progress
    .for = What is on, what is next, how late we are and when we end
backstage-screen-cuesheet = Cue sheet
    .for = The whole rundown in rows, with notes and cues. Search and print
backstage-screen-countdown = Countdown to my item
    .for = How long until your item, lateness included
backstage-screen-clock = Studio clock
    .for = The server's exact time: figures or a ring
backstage-screen-timers = Timers
    .for = A timer full screen, or several beside each other: plenary and breakouts
backstage-screen-prompter = Prompter
    .for = Scripts roll at the speed you set, mirrored for glass if need be
backstage-screen-confidence = Confidence monitor
    .for = The program picture, the item's clock and what is next
backstage-screen-crew = My role
    .for = A camera: when you are on air. A department: your column of the rundown

# Link settings
backstage-option-lang = Language
    .none = As chosen in the browser
backstage-option-lang-ru = Russian
backstage-option-lang-en = English
backstage-option-theme = Theme
    .none = As chosen in the browser
backstage-option-theme-dark = Dark
backstage-option-theme-light = Light
backstage-option-names = Show the items' titles
backstage-option-hide = Leave out
backstage-option-columns = Columns
backstage-option-filter = Search for
backstage-option-group = Group
    .none = All groups
backstage-option-past = Show what is over
backstage-option-item = Item
    .none = Choose on the screen
backstage-option-timer = Which timers
    .none = This show has no timers yet
backstage-option-style = Style of the clock
    .none = Figures
backstage-option-style-digital = Figures
backstage-option-style-ring = Ring
backstage-option-seconds = Seconds
backstage-option-speed = Speed, words a minute
backstage-option-size = Size of letters
backstage-option-mirror = Mirrored
backstage-option-flip = Upside down
backstage-option-camera = Camera
    .none = Choose on the screen
backstage-option-field = Column of the rundown
    .none = Choose on the screen
backstage-part-clock = Clock
backstage-part-offset = Offset
backstage-part-end = End of the show
backstage-part-timers = Timers
backstage-part-flag = Until the flag
backstage-part-list = List
backstage-part-strip = Timeline
backstage-part-message = Message to the stage
backstage-part-timer = The item's clock
backstage-part-next = Next item

# Common to the screens
backstage-untitled = Untitled
backstage-item = Item { $number }
backstage-now = Now
backstage-next = Next
backstage-in = in
backstage-last = This is the last item
backstage-on-air = On air
backstage-paused = Paused
backstage-overtime = Overtime
backstage-mode-idle = The rundown stands
backstage-mode-loaded = Ready to go
backstage-mode-waiting = Begins in
backstage-mode-gone = Not in the rundown
backstage-not-begun = The show has not begun
backstage-nothing = Nothing is on
backstage-message = To the stage
backstage-clock = Time
backstage-offset = Offset
backstage-end = We end at
backstage-end-planned = planned { $time }
backstage-coming = Coming up
backstage-nothing-more = Nothing more
backstage-strip = Timeline
backstage-no-scene = no scene
backstage-empty = The rundown is empty
backstage-expected = expected
backstage-planned = planned

# Countdown to my item
backstage-countdown-choose = Which item is yours?
backstage-countdown-done = Show
backstage-countdown-change = Another item
backstage-countdown-on = On air
backstage-countdown-ready = Ready to go
backstage-countdown-over = It is over
backstage-countdown-skipped = Skipped
backstage-countdown-coming = Until your item
backstage-countdown-unknown = The time is not known
backstage-countdown-stands = standing: the show is held up

# My role
backstage-crew-choose = Who are you?
backstage-crew-cameras = Cameras
backstage-crew-fields = Columns of the rundown
backstage-crew-none = This show has neither cameras nor columns of its own
backstage-crew-live = Your camera is on air
backstage-crew-in = Your camera in
backstage-crew-preview = Your camera is in preview
backstage-crew-nothing = You are not on air
backstage-crew-nothing-more = Nothing more for you
backstage-crew-until = Then { $scene }
backstage-crew-until-hidden = Then you are hidden
backstage-crew-on = { $scene }{ $how ->
    [switch] : switched to you
    [show] : you are shown
   *[take] {""}
}
backstage-crew-own-in = A cue for your camera in
backstage-crew-own-recall = it moves to “{ $name }” by itself
backstage-crew-own-home = it goes home by itself
backstage-crew-own-feed = { $use ->
    [main] it is shown whatever happens
    [backup] the backup goes out instead
    [slate] the slate goes out instead
   *[auto] Efir decides what stands in for it
}
backstage-crew-stays = Until the end of the rundown
backstage-crew-again = again in
backstage-crew-by-hand = on GO
backstage-crew-stands = standing
backstage-crew-no-words = Nothing is written for this item
backstage-crew-no-more = Nothing more in this column

# Prompter
backstage-prompter-run = Roll
backstage-prompter-stop = Stop
backstage-prompter-speed = { $words } wpm
backstage-prompter-faster = Faster
backstage-prompter-slower = Slower
backstage-prompter-larger = Larger
backstage-prompter-smaller = Smaller
backstage-prompter-back = Back in the text
backstage-prompter-on = On in the text
backstage-prompter-top = To the top of the text
backstage-prompter-follow = Follow the show
backstage-prompter-nothing = No script: nothing is on and nothing is chosen
backstage-prompter-no-script = “{ $item }” has no script
backstage-prompter-progress = Read so far
backstage-prompter-goes-on = No connection, the text rolls on

# Cue sheet
backstage-column-number = No.
backstage-column-start = Planned
backstage-column-expected = Expected
backstage-column-duration = Length
backstage-column-title = Title
backstage-column-note = Note
backstage-column-cues = Cues
backstage-sheet-filter = Find in the rundown
backstage-sheet-hide-past = Without what is over
backstage-sheet-count = { $shown } of { $all }
backstage-sheet-print = Print
backstage-sheet-printed = Rundown of { $date }, printed at { $time }
backstage-sheet-none = Nothing found
backstage-sheet-on = on air
backstage-sheet-next = next
backstage-sheet-skip = skipped

# Timers
backstage-timers = Timers
backstage-timers-more = and { $count } more
backstage-timers-choose = Which timers to show?
backstage-timers-change = Other timers
