# Multiview
multiview-title = Multiview
multiview-air = Program
multiview-next = Preview
multiview-scene = Scene
multiview-none = nothing
multiview-scenes = Scenes
multiview-whole = Full screen
multiview-then = Next
multiview-stands = standing
multiview-overtime = overtime
multiview-untitled = untitled
multiview-more-timers = and { $count } more
