// Made by `python -m webui.typegen` from control.views.wire*, webui.messages, webui.answers, the commands.
// Do not edit.

export interface ProgramPreview {
  type: 'program.preview';
  scene: string;
}

export interface Transition {
  kind?: 'cut' | 'fade' | 'fade_to_color' | 'luma_wipe' | 'slide' | 'swipe';
  /** The limits are those of OBS; a cut has none. */
  duration?: number;
}

/** Puts `scene` on air. `over` is what its sender saw on air: if another took meanwhile, nothing happens. */
export interface ProgramTake {
  type: 'program.take';
  scene: string;
  over?: string | null;
  /** False: a cut; true: with the transition. */
  auto?: boolean;
  /** This take's own, whatever `auto` says; the operator's choice stays what it is. */
  transition?: Transition | null;
}

/** The slate, at once, whatever anyone else is doing. */
export interface ProgramPanic {
  type: 'program.panic';
}

export interface ProgramTransition {
  type: 'program.transition';
  kind: 'cut' | 'fade' | 'fade_to_color' | 'luma_wipe' | 'slide' | 'swipe';
  duration: number;
}

export interface SourcesItem {
  type: 'sources.item';
  scene: string;
  item: string;
  visible: boolean;
}

export interface SourcesMute {
  type: 'sources.mute';
  input: string;
  muted: boolean;
}

export interface SourcesVolume {
  type: 'sources.volume';
  input: string;
  /** dB. */
  volume: number;
}

/** To this loudness, from where it is by then. A muted input stays muted. */
export interface SourcesFade {
  type: 'sources.fade';
  input: string;
  /** dB. */
  volume: number;
  duration: number;
}

export interface CamerasRecall {
  type: 'cameras.recall';
  camera: string;
  preset: string;
  /** Also if the camera is on air. */
  confirmed?: boolean;
}

/** Where the camera stands now, as a new preset, or (`preset`) in the place of an old one. */
export interface CamerasStore {
  type: 'cameras.store';
  camera: string;
  name?: string;
  preset?: string | null;
}

export interface CamerasHome {
  type: 'cameras.home';
  camera: string;
  confirmed?: boolean;
}

/**
 * The presets whose place is known, one after another: the camera goes there and keeps it in its own memory again,
 * as after it was replaced or reset (`control.core.putting_back`).
 */
export interface CamerasPutBack {
  type: 'cameras.put-back';
  camera: string;
  /** Also if the camera is on air, or comes there meanwhile. */
  confirmed?: boolean;
}

export interface CamerasPower {
  type: 'cameras.power';
  camera: string;
  on: boolean;
  confirmed?: boolean;
}

export type FocusMode = 'auto' | 'manual' | 'once';

export interface CamerasFocus {
  type: 'cameras.focus';
  camera: string;
  mode: FocusMode;
}

export type Step = 'auto' | 'up' | 'down';

export interface CamerasIris {
  type: 'cameras.iris';
  camera: string;
  step: Step;
}

export type WhiteBalanceMode = 'auto' | 'indoor' | 'outdoor' | 'once';

export interface CamerasWhiteBalance {
  type: 'cameras.white-balance';
  camera: string;
  mode: WhiteBalanceMode;
}

export interface CamerasRename {
  type: 'cameras.rename';
  camera: string;
  preset: string;
  name: string;
}

/** All presets of the camera, in their new order. */
export interface CamerasArrange {
  type: 'cameras.arrange';
  camera: string;
  presets: string[];
}

/** The camera itself keeps what is in its slot. */
export interface CamerasForget {
  type: 'cameras.forget';
  camera: string;
  preset: string;
}

/** With it a camera on air jumps only if that is confirmed. */
export interface CamerasLock {
  type: 'cameras.lock';
  on: boolean;
}

/** On which a camera is lent. */
export interface Terms {
  /** Of one guest. */
  turn: number;
  /** The greatest, as a share of what the camera can. */
  speed: number;
  /** Guests may call its presets. */
  presets?: boolean;
  /** Guests may move it while the audience sees it. */
  air?: boolean;
  pan?: [number, number] | null;
  tilt?: [number, number] | null;
  /** A motion that leads out of a range is stopped; absent: as far as the camera goes. */
  zoom?: [number, number] | null;
}

/** Lends the camera; of one that is lent already: on other terms. A turn that has begun keeps its length. */
export interface LendingOpen {
  type: 'lending.open';
  camera: string;
  terms: Terms;
}

export interface LendingClose {
  type: 'lending.close';
  camera: string;
}

/** At once. The queue stays, and the guest keeps what is left of his turn. */
export interface LendingTakeBack {
  type: 'lending.take-back';
  camera: string;
}

/** The opposite of `TakeBack`. */
export interface LendingGiveBack {
  type: 'lending.give-back';
  camera: string;
}

/** The turn is over; `turn` says which, so that a press too late ends no other. */
export interface LendingSkip {
  type: 'lending.skip';
  camera: string;
  turn: number;
}

/** From the queue or the stick, and he does not come again while the camera is lent. */
export interface LendingRemove {
  type: 'lending.remove';
  camera: string;
  guest: string;
}

/** A guest's own: who and which camera says his link. */
export interface LendingJoin {
  type: 'lending.join';
}

/** A guest's own. */
export interface LendingLeave {
  type: 'lending.leave';
}

/** A guest's own: a preset of the camera in his hand. */
export interface LendingRecall {
  type: 'lending.recall';
  preset: string;
}

export interface FeedsUse {
  type: 'feeds.use';
  camera: string;
  use: 'auto' | 'backup' | 'main' | 'slate';
}

export interface SwitchesSwitch {
  type: 'switches.switch';
  switch: string;
  camera: string;
  /** False: a cut; true: with the show's transition. */
  auto?: boolean;
  /** This one's own, whatever `auto` says. */
  transition?: Transition | null;
}

/** Whoever speaks is seen from now on; a hold is over. Off: only hands and cues switch. */
export interface SwitchesFollow {
  type: 'switches.follow';
  switch: string;
  on?: boolean;
}

export interface GraphicsPlay {
  type: 'graphics.play';
  graphic: string;
}

export interface GraphicsStop {
  type: 'graphics.stop';
  graphic: string;
}

/** To the next step, or to this one (the first is 0). */
export interface GraphicsStep {
  type: 'graphics.step';
  graphic: string;
  to?: number | null;
}

export interface GraphicsUpdate {
  type: 'graphics.update';
  graphic: string;
  data: Record<string, string>;
}

/** Everything off the picture. */
export interface GraphicsClear {
  type: 'graphics.clear';
}

/** Several on the picture at once: takes a `Clear` back, or a `Stop` in the middle of its steps. */
export interface GraphicsRestore {
  type: 'graphics.restore';
  graphics: string[];
  steps?: Record<string, number>;
}

export interface OutputsSet {
  type: 'outputs.set';
  output: 'stream' | 'record';
  on: boolean;
}

/** Its colour is its tone's. */
export interface StageSay {
  type: 'stage.say';
  text: string;
  tone?: 'danger' | 'info' | 'warning';
  blink?: boolean;
  over?: number | null;
}

/** Takes the message away. */
export interface StageHush {
  type: 'stage.hush';
  over?: number | null;
}

/** The stage's screens go black, whatever they would show. */
export interface StageBlackout {
  type: 'stage.blackout';
  on: boolean;
}

/** The second line: what is not said stays. `timer` without a source shows that timer; words alone may only wait. */
export interface StageSecond {
  type: 'stage.second';
  source?: 'nothing' | 'text' | 'timer';
  text?: string;
  timer?: string | null;
}

/** The message that was said at `at` is understood. */
export interface StageAcknowledge {
  type: 'stage.acknowledge';
  at: number;
}

/** A bell of a timer's plan. */
export interface Stroke {
  /** What is left on the clock when it rings. */
  left: number;
  strokes?: number;
}

/** The parts of a speech in which questions (POI) are not allowed; between them the window is open. */
export interface Protected {
  first?: number;
  last?: number;
}

/** One team's or player's own time. */
export interface Bank {
  id: string;
  name: string;
  /** Absent: the timer's `length`. */
  length?: number | null;
}

/**
 * A clock anybody can be shown: what it is, not how far it has run (`control.core.timers`).
 *
 * Which keys belong to which kind is in `control.core.timer_plans`. What `warning`, `danger` and `bells` count is what
 * is left: to the end of the length, to the limit of a count-up, to the time of day.
 */
export interface NamedTimer {
  id: string;
  name: string;
  kind: 'banks' | 'count-up' | 'countdown' | 'time-of-day';
  /** Of a countdown; of every bank that has none of its own. */
  length?: number | null;
  /** Of a count-up; absent: it has no end. */
  limit?: number | null;
  /** The time of day that is counted down to. */
  at?: number | null;
  warning?: number | null;
  danger?: number | null;
  bells?: Stroke[];
  protected?: Protected | null;
  banks?: Bank[];
}

/**
 * A new timer. `instead`: one of the same id is replaced and stands with its whole length; else that is refused, so
 * that of two people who think of the same name at once the second does not take the first one's clock away.
 */
export interface TimersAdd {
  type: 'timers.add';
  timer: NamedTimer;
  instead?: boolean;
}

/** Its name, levels and bells, while it may be running. Absent: unchanged; null: none. */
export interface TimersChange {
  type: 'timers.change';
  timer: string;
  name?: string;
  warning?: number | null;
  danger?: number | null;
  bells?: Stroke[];
}

export interface TimersRemove {
  type: 'timers.remove';
  timer: string;
}

/** Runs from where it stands. Of a timer with banks: `bank`, else the active one; a running one stops. */
export interface TimersStart {
  type: 'timers.start';
  timer: string;
  bank?: string | null;
}

export interface TimersPause {
  type: 'timers.pause';
  timer: string;
}

/** Stands with its whole length again, and so do all its banks. */
export interface TimersReset {
  type: 'timers.reset';
  timer: string;
}

/** What the clock shows from now on, ms: what is left, or for a count-up what is used. */
export interface TimersSet {
  type: 'timers.set';
  timer: string;
  ms: number;
  bank?: string | null;
}

/** Adds to what the clock shows, ms; negative takes away. A time of day is put off by as much. */
export interface TimersAdjust {
  type: 'timers.adjust';
  timer: string;
  ms: number;
  bank?: string | null;
}

/**
 * The other bank: `bank`, else the next in order. While the timer runs, one stops and the other runs at the same
 * moment; while it stands, this says whose turn it will be.
 */
export interface TimersSwitch {
  type: 'timers.switch';
  timer: string;
  bank?: string | null;
}

/** Now. The text may be absent: what was on air says enough. */
export interface MarksMark {
  type: 'marks.mark';
  text?: string;
}

export interface MarksUnmark {
  type: 'marks.unmark';
  number: number;
}

/**
 * An HTTP request with a JSON body (absent: without) to one of the show's targets. What is in the body is in the
 * journal: secrets belong to the target.
 */
export interface CallsWebhook {
  type: 'calls.webhook';
  target: string;
  method?: 'DELETE' | 'GET' | 'PATCH' | 'POST' | 'PUT';
  body?: unknown;
}

export interface CallsOsc {
  type: 'calls.osc';
  target: string;
  /** `/lights/1/on`: without wildcards. */
  address: string;
  args?: (number | string | boolean)[];
}

/** A call that failed, or of which nobody knows, once more by hand: a fresh call, and only one of it. */
export interface CallsAgain {
  type: 'calls.again';
  id: string;
}

/** One thing that happens by itself while its item is on air, once. */
export interface Cue {
  id: string;
  act: ProgramTake | ProgramPreview | SourcesItem | SourcesMute | SourcesVolume | SourcesFade | CamerasRecall | CamerasHome | FeedsUse | SwitchesSwitch | SwitchesFollow | GraphicsPlay | GraphicsStop | GraphicsStep | GraphicsUpdate | GraphicsClear | OutputsSet | MarksMark | StageSay | StageHush | StageBlackout | StageSecond | TimersStart | TimersPause | TimersReset | TimersSwitch | TimersSet | TimersAdjust | CallsWebhook | CallsOsc;
  /**
   * `start` and `end` of the item; `after` its start by `by`, counted on the item's own clock (a pause delays it);
   * `time`: the wall time `by`; `warning` and `danger`: when that much is left; `overrun`: `by` after zero.
   */
  when?: 'after' | 'danger' | 'end' | 'overrun' | 'start' | 'time' | 'warning';
  /** ms; of `time` a `PlanTime`. */
  by?: number;
  note?: string;
}

/** One thing on the air, with a clock of its own. */
export interface Item {
  type: 'item';
  id: string;
  /** The plan's edition of its newest change: an edit of another revision than that is a conflict. */
  revision?: number;
  group?: string | null;
  /** What the crew calls it: «12А». */
  number?: string;
  title?: string;
  note?: string;
  /** For the prompter. */
  script?: string;
  colour?: string | null;
  skip?: boolean;
  /** A moment that everybody works towards: how long it is until then is shown. */
  flag?: boolean;
  /** Absent: linked, it begins when the item before it ends. */
  start?: number | null;
  /** What lies between start and end when `end` is absent. */
  duration?: number;
  /** Locked: the duration is what is left until then. */
  end?: number | null;
  /** The clock counts to the planned end, however late the item began. */
  countToEnd?: boolean;
  display?: 'clock' | 'down' | 'none' | 'up';
  /** What is left when the clock turns amber, and when it turns red. */
  warning?: number;
  danger?: number;
  /** At zero: go on into overtime, load the next item, or play it (if the rundown is armed). */
  atEnd?: 'load' | 'play' | 'wait';
  /**
   * Who pays when this item ends late: the next gap, everything after it (`push`), the length of the next item
   * (`compress`), or nobody, because it is ended at zero (`stop`).
   */
  overrun?: 'absorb' | 'compress' | 'push' | 'stop';
  /** What becomes of its cues that fell into a time when Efir was down. */
  missed?: 'ask' | 'hold' | 'skip';
  custom?: Record<string, string>;
  cues?: Cue[];
}

/** A heading over the entries that name it; they stand right behind it. */
export interface Group {
  type: 'group';
  id: string;
  revision?: number;
  title?: string;
  note?: string;
  colour?: string | null;
  /** How long the group shall take. */
  target?: number | null;
  custom?: Record<string, string>;
}

/** A point worth knowing («гости в студии»), without a length. */
export interface Milestone {
  type: 'milestone';
  id: string;
  revision?: number;
  group?: string | null;
  number?: string;
  title?: string;
  note?: string;
  colour?: string | null;
  custom?: Record<string, string>;
}

/** Moves what follows, until gaps have absorbed it; negative: earlier. */
export interface Delay {
  type: 'delay';
  id: string;
  revision?: number;
  group?: string | null;
  by?: number;
}

/** New entries behind `after`; absent: at the beginning. */
export interface RundownInsert {
  type: 'rundown.insert';
  entries: (Item | Group | Milestone | Delay)[];
  after?: string | null;
}

/**
 * The entry of this id becomes `entry`. Its `revision` is the one the sender began from: if somebody changed the
 * entry since, nothing happens.
 */
export interface RundownPut {
  type: 'rundown.put';
  entry: Item | Group | Milestone | Delay;
}

/** A group goes with all that is in it. */
export interface RundownRemove {
  type: 'rundown.remove';
  ids: string[];
}

/** To stand behind `after` (absent: first), in `group` (absent: in none). Groups bring their entries. */
export interface RundownMove {
  type: 'rundown.move';
  ids: string[];
  after?: string | null;
  group?: string | null;
}

/**
 * Writes a delay into the planned times of what follows and removes it: nothing moves. `revision`: of the delay, as
 * for `Put`.
 */
export interface RundownApplyDelay {
  type: 'rundown.apply-delay';
  delay: string;
  revision: number;
}

/** A column of the show's own: «Реквизит», «Титры». */
export interface Field {
  id: string;
  label: string;
  colour?: string | null;
}

/** `edition`: as for `UndoEdit`; absent: of whichever. */
export interface RundownSettings {
  type: 'rundown.settings';
  date?: string | null;
  fields?: Field[];
  edition?: number | null;
}

export interface Plan {
  /** The first day, YYYY-MM-DD; absent: whichever day it is played on. */
  date?: string | null;
  fields?: Field[];
  order?: string[];
  entries?: Record<string, Item | Group | Milestone | Delay>;
}

/** Another plan altogether: an import. `edition`: as for `UndoEdit`. */
export interface RundownReplace {
  type: 'rundown.replace';
  plan: Plan;
  edition: number;
}

/** Takes the newest edit back, if the plan still is of this edition. */
export interface RundownUndo {
  type: 'rundown.undo';
  edition: number;
}

export interface RundownRedo {
  type: 'rundown.redo';
  edition: number;
}

/**
 * The next item, or `item`, goes on the air with all its start cues. `over`: of two that are pressed at once only
 * one counts. `next`: the item its sender saw coming; if it is another one by now, nothing happens. Absent: whichever
 * comes.
 */
export interface RundownGo {
  type: 'rundown.go';
  over?: number | null;
  item?: string | null;
  next?: string | null;
}

/** Takes the last GO back: what was on the air before, and what its cues did, as far as it can be undone. */
export interface RundownBack {
  type: 'rundown.back';
  over?: number | null;
}

/** Makes an item ready; what is on the air ends. */
export interface RundownLoad {
  type: 'rundown.load';
  item: string;
}

export type Mode = 'idle' | 'loaded' | 'waiting' | 'on';

/**
 * What comes next; absent: what the plan says. Where an item is ready, the chosen one becomes ready in its place.
 * `mode`: how its sender saw the run; in another one nothing happens.
 */
export interface RundownChoose {
  type: 'rundown.choose';
  item?: string | null;
  over?: number | null;
  mode?: Mode | null;
}

export interface RundownPause {
  type: 'rundown.pause';
  over?: number | null;
}

export interface RundownResume {
  type: 'rundown.resume';
  over?: number | null;
}

/** To the clock of the item on the air; negative takes away. */
export interface RundownAddTime {
  type: 'rundown.add-time';
  ms: number;
  over?: number | null;
}

/** Ends the item on the air; the next waits for its GO. */
export interface RundownStop {
  type: 'rundown.stop';
  over?: number | null;
}

/** Whether the next item may begin by itself. */
export interface RundownArm {
  type: 'rundown.arm';
  on: boolean;
}

/** The wall clock plays the show: what should be on now goes on the air. */
export interface RundownRoll {
  type: 'rundown.roll';
  on: boolean;
}

/** Expected times against the plan, or (`relative`) against when the show really began. */
export interface RundownOffset {
  type: 'rundown.offset';
  relative: boolean;
}

/** One cue of an item, now, by hand. */
export interface RundownFire {
  type: 'rundown.fire';
  item: string;
  cue: string;
}

/** A cue that was missed while Efir was down: do it now, or leave it. */
export interface RundownAnswer {
  type: 'rundown.answer';
  item: string;
  cue: string;
  fire: boolean;
}

/** What was held after a time when Efir was down may go by itself again; what was asked about is left. */
export interface RundownGoOn {
  type: 'rundown.go-on';
}

/** As if the show had not begun. The plan stays. */
export interface RundownReset {
  type: 'rundown.reset';
}

/** Runs the show `rate` times as fast, with everything muted that is seen outside the house; 0 ends it. */
export interface RundownRehearse {
  type: 'rundown.rehearse';
  rate: number;
}

/** Publishes the hash. `pair` absent: the pair on stage (for `opponent`: the odd participant's). */
export interface DrawCommit {
  type: 'draw.commit';
  draw: 'opponent' | 'pairs' | 'positions' | 'topic';
  pair?: string | null;
}

/** Publishes the seed and with it the order. `word`: said in the hall after the hash was published. */
export interface DrawReveal {
  type: 'draw.reveal';
  id: string;
  word?: string | null;
}

/** A physical draw, first drawn first; a topic's or an opponent's may stop after the first one. */
export interface DrawRecord {
  type: 'draw.record';
  draw: 'opponent' | 'pairs' | 'positions' | 'topic';
  order: string[];
  pair?: string | null;
}

/** Brings a pair on stage. */
export interface DebateSelect {
  type: 'debate.select';
  pair: string;
}

/** The debaters agreed: `first` takes the topic's first position (clause 5.8.1.2.2). */
export interface DebateAgree {
  type: 'debate.agree';
  pair: string;
  first: string;
}

/** The topic of a physical draw: `draw.record` with one item. */
export interface DebateTopic {
  type: 'debate.topic';
  pair: string;
  topic: string;
}

export type Phase = 'idle' | 'prepare' | 'debate' | 'judging' | 'result';

/** On to the next phase, or from a result (or an empty stage) to the next pair. */
export interface DebateNext {
  type: 'debate.next';
  pair?: string | null;
  phase?: Phase | null;
}

/** Back to the phase before, its clock as it was left. */
export interface DebateBack {
  type: 'debate.back';
  pair?: string | null;
  phase?: Phase | null;
}

/** Runs the clock, also on after a pause. */
export interface DebateStart {
  type: 'debate.start';
  pair?: string | null;
  phase?: Phase | null;
}

export interface DebatePause {
  type: 'debate.pause';
  pair?: string | null;
  phase?: Phase | null;
}

export interface DebateResume {
  type: 'debate.resume';
  pair?: string | null;
  phase?: Phase | null;
}

/** The phase's clock from the beginning, standing. */
export interface DebateRestart {
  type: 'debate.restart';
  pair?: string | null;
  phase?: Phase | null;
}

/** Lengthens the clock by `ms`, or shortens it if negative. */
export interface DebateAdd {
  type: 'debate.add';
  ms: number;
  pair?: string | null;
  phase?: Phase | null;
}

/** Shows the result of the pair on stage. `missing_ok`: without the ballots that did not come. */
export interface DebateReveal {
  type: 'debate.reveal';
  missingOk?: boolean;
  pair?: string | null;
  phase?: Phase | null;
}

export interface DebateBells {
  type: 'debate.bells';
  muted: boolean;
}

/** A judge's whole ballot for a pair: participant → criterion → points. Again before the reveal: a correction. */
export interface BallotCast {
  type: 'ballot.cast';
  pair: string;
  scores: Record<string, Record<string, number>>;
}

/** Does the inverse of the entry `seq`; refused when it has none, was undone, or the world moved on. */
export interface LogUndo {
  type: 'log.undo';
  seq: number;
}

export type Command =
  | ProgramPreview
  | ProgramTake
  | ProgramPanic
  | ProgramTransition
  | SourcesItem
  | SourcesMute
  | SourcesVolume
  | SourcesFade
  | CamerasRecall
  | CamerasStore
  | CamerasHome
  | CamerasPutBack
  | CamerasPower
  | CamerasFocus
  | CamerasIris
  | CamerasWhiteBalance
  | CamerasRename
  | CamerasArrange
  | CamerasForget
  | CamerasLock
  | LendingOpen
  | LendingClose
  | LendingTakeBack
  | LendingGiveBack
  | LendingSkip
  | LendingRemove
  | LendingJoin
  | LendingLeave
  | LendingRecall
  | FeedsUse
  | SwitchesSwitch
  | SwitchesFollow
  | GraphicsPlay
  | GraphicsStop
  | GraphicsStep
  | GraphicsUpdate
  | GraphicsClear
  | GraphicsRestore
  | OutputsSet
  | StageSay
  | StageHush
  | StageBlackout
  | StageSecond
  | StageAcknowledge
  | TimersAdd
  | TimersChange
  | TimersRemove
  | TimersStart
  | TimersPause
  | TimersReset
  | TimersSet
  | TimersAdjust
  | TimersSwitch
  | MarksMark
  | MarksUnmark
  | CallsWebhook
  | CallsOsc
  | CallsAgain
  | RundownInsert
  | RundownPut
  | RundownRemove
  | RundownMove
  | RundownApplyDelay
  | RundownSettings
  | RundownReplace
  | RundownUndo
  | RundownRedo
  | RundownGo
  | RundownBack
  | RundownLoad
  | RundownChoose
  | RundownPause
  | RundownResume
  | RundownAddTime
  | RundownStop
  | RundownArm
  | RundownRoll
  | RundownOffset
  | RundownFire
  | RundownAnswer
  | RundownGoOn
  | RundownReset
  | RundownRehearse
  | DrawCommit
  | DrawReveal
  | DrawRecord
  | DebateSelect
  | DebateAgree
  | DebateTopic
  | DebateNext
  | DebateBack
  | DebateStart
  | DebatePause
  | DebateResume
  | DebateRestart
  | DebateAdd
  | DebateReveal
  | DebateBells
  | BallotCast
  | LogUndo;

export type ViewName =
  | 'panel'
  | 'judge'
  | 'stage'
  | 'backstage'
  | 'multiview'
  | 'graphics'
  | 'phone'
  | 'lend';

export type Language = 'ru' | 'en';

/** The first message, and again after a gap: asks for a view from where the client is. */
export interface Hello {
  type: 'hello';
  view: ViewName;
  /** A link's token; absent: the session cookie says who this is. */
  token?: string;
  /** The page's own `?as=`: which link's session, where one browser holds several (three judges in three tabs). */
  as?: string;
  /** [epoch, seq] of the data the client holds. */
  since?: [string, number];
  language?: Language;
  /** False: a page without monitors, which needs none. */
  pictures?: boolean;
}

export interface Ping {
  type: 'ping';
  /** The client's own clock, milliseconds; comes back untouched. */
  t0: number;
}

/** A command. The same `id` again gives the same receipt and changes nothing. */
export interface Do {
  type: 'do';
  id: string;
  command: Command;
}

/**
 * Where a hand holds the stick of a camera, −1 … 1 on each axis; at rest it lets go. To be said again every tenth
 * of a second while it is held: the camera stops when nothing is heard for a quarter. No answer; but whose hand is
 * not obeyed is told why, once (`declined`).
 */
export interface Drive {
  type: 'drive';
  camera: string;
  pan?: number;
  tilt?: number;
  zoom?: number;
  focus?: number;
}

/** Everything of this camera stands still, whoever moves it. No answer. */
export interface Halt {
  type: 'halt';
  camera: string;
}

/** The panel's pages: they show the pictures of these cameras from now on, and of no others. No answer. */
export interface Look {
  type: 'look';
  cameras: string[];
}

/** A guest's name, for the crew's eyes; what cannot be printed and what is too long is cut. No answer. */
export interface Introduce {
  type: 'introduce';
  name: string;
}

export type FromClient = Hello | Ping | Do | Drive | Halt | Look | Introduce;

export interface Welcome {
  type: 'welcome';
  epoch: string;
  seq: number;
  /** The server's clock, UTC milliseconds. */
  now: number;
  role: string;
  subject?: string;
  version: string;
  /** This connection, as the hand on a camera (telemetry `heads`). */
  hand: string;
  /** Bytes of a message to the server; a larger one ends the connection. */
  largest: number;
}

/** The whole view as it is after entry `seq`. */
export interface Snapshot {
  type: 'snapshot';
  seq: number;
  data: unknown;
}

/** JSON Merge Patch (RFC 7396) from the view at `from` to the view at `seq`. */
export interface Patch {
  type: 'patch';
  from: number;
  seq: number;
  data: unknown;
}

export interface Pong {
  type: 'pong';
  t0: number;
  /** When the ping was read, the server's clock, UTC milliseconds. */
  t1: number;
  /** When this answer was written. */
  t2: number;
}

export interface Beat {
  type: 'beat';
  now: number;
}

/** Why not, for a person (`text`, in the client's language) and for a machine (`code`, `args`). */
export interface Problem {
  code: string;
  args: Record<string, string | number>;
  text: string;
}

/** What became of a command. `ok` means: it is durable, as entry `seq`. */
export interface Receipt {
  type: 'receipt';
  id: string;
  ok: boolean;
  seq?: number;
  error?: Problem;
}

/**
 * Why a hand on a camera is not obeyed, or not wholly. A guest is told once for each reason until he is obeyed
 * again; whoever's hand the camera itself refuses, once until he lets go.
 */
export interface Declined {
  type: 'declined';
  error: Problem;
}

/** Telemetry: the newest value of a key; never journaled, lossy. */
export interface Live {
  type: 'live';
  key: string;
  data: unknown;
}

export type ByeCode =
  | 'not-signed-in'
  | 'link-invalid'
  | 'link-revoked'
  | 'link-expired'
  | 'signed-out'
  | 'not-allowed'
  | 'bad-message'
  | 'too-slow'
  | 'going-away';

/** Comes before the server closes. Only after `too-slow` and `going-away` is it worth trying again. */
export interface Bye {
  type: 'bye';
  code: ByeCode;
  /** In the client's language. */
  text: string;
}

export type FromServer = Welcome | Snapshot | Patch | Pong | Beat | Receipt | Declined | Live | Bye;

export interface PersonWire {
  name: string;
  caption?: string;
}

export interface ShowWire {
  title: string;
  language: Language;
  timeZone: string;
  nomination?: string;
  participants: Record<string, PersonWire>;
  judges: Record<string, PersonWire>;
}

export interface TransitionWire {
  kind: 'cut' | 'fade' | 'fade_to_color' | 'luma_wipe' | 'slide' | 'swipe';
  duration: number;
}

export interface ItemWire {
  name: string;
  kind: 'browser' | 'camera' | 'colour' | 'graphics' | 'image' | 'media' | 'switch' | 'text';
  camera?: string;
  switch?: string;
}

export interface Collection<T> {
  order: string[];
  byId: Record<string, T>;
}

export interface SceneWire {
  name: string;
  /** Into it, as the show file has it; the operator's choice stands above it. */
  transition: TransitionWire;
  items: Collection<ItemWire>;
  slate?: boolean;
}

export interface InputWire {
  name: string;
}

export interface CameraWire {
  name: string;
  /** A phone may be this camera. */
  phone?: boolean;
}

/** One place in the picture for several cameras. */
export interface SwitchWire {
  name: string;
  cameras: string[];
  /** It can follow who speaks. */
  voices?: boolean;
}

export interface GraphicWire {
  name: string;
  graphic: string;
  /** Editable fields with the show file's texts; absent: filled from the debate. */
  fields?: Record<string, string>;
}

/** Whom the show may call; where that is, and its secrets, stay here. */
export interface TargetWire {
  name: string;
  kind: 'osc' | 'webhook';
}

/** The operator's part of the show. */
export interface StudioWire {
  scenes: Collection<SceneWire>;
  inputs: Collection<InputWire>;
  cameras: Collection<CameraWire>;
  switches: Collection<SwitchWire>;
  graphics: Collection<GraphicWire>;
  targets: Collection<TargetWire>;
  canStream: boolean;
  canRecord: boolean;
  streamName?: string;
}

export interface ProgramWire {
  scene?: string;
  preview?: string;
  /** A scene on air that is not in the show, by its name in OBS; `scene` is absent then. */
  foreign?: string;
  /** What `auto` will do into the preview. */
  transition: TransitionWire;
  takes: number;
  /** Cameras that a transition has not let go yet: the audience sees them, whatever is in the scene. */
  leaving?: string[];
}

/** On its way from `start` (dB) to the sound's `volume`; it may be over. */
export interface FadeWire {
  start: number;
  begun: number;
  duration: number;
}

export interface SoundWire {
  muted: boolean;
  /** dB, -100 … 26. Of a fade: where it goes. */
  volume: number;
  fade?: FadeWire;
}

export interface SourcesWire {
  /** Scene → item → seen. */
  visible: Record<string, Record<string, boolean>>;
  sound: Record<string, SoundWire>;
}

export interface SwitchStateWire {
  /** The one that is seen. */
  camera: string;
  follows?: boolean;
  /** It follows, but a hand has switched it: until it is told to follow again. */
  held?: boolean;
}

export interface SwitchesWire {
  byId: Record<string, SwitchStateWire>;
}

/** A camera, or its backup. */
export interface LineWire {
  condition: 'away' | 'bad' | 'doubtful' | 'ok' | 'unknown';
  reasons?: ('bitrate' | 'black' | 'clipping' | 'codec' | 'errors' | 'freeze' | 'gap' | 'keyframes' | 'mute' | 'rate' | 'silence' | 'size' | 'skew')[];
  since: number;
  /** Why it is away; absent: that is not known (yet). */
  why?: 'address' | 'broken' | 'busy' | 'ended' | 'failed' | 'forbidden' | 'format' | 'hangs' | 'no-answer' | 'no-decoder' | 'no-device' | 'no-file' | 'no-phone' | 'no-srt' | 'no-such-path' | 'no-video' | 'nobody-sends' | 'not-allowed' | 'not-our-address' | 'other' | 'password' | 'phone-connecting' | 'phone-silent' | 'port-taken' | 'refused' | 'server' | 'stalled' | 'unknown-host' | 'unreachable';
  /** What the system says, where there are no better words; English. */
  detail?: string;
  /** What was seen when it came to be so: a name under `/api/feeds/pictures/`. */
  picture?: string;
}

/** Of a camera that Efir reads. */
export interface FeedWire {
  use: 'auto' | 'backup' | 'main' | 'slate';
  showing?: 'backup' | 'held' | 'main' | 'slate';
  since: number;
  main: LineWire;
  /** Absent: it has none. */
  backup?: LineWire;
  process?: 'refused' | 'restarting' | 'running';
  /** Why it is refused: a Fluent message id with `args`. */
  code?: string;
  args?: Record<string, string>;
}

/** How a line came to be, at `seen.since`; it was so until the next change of this line. */
export interface ChangeWire {
  line: 'backup' | 'main';
  seen: LineWire;
}

export interface GraphicStateWire {
  playing: boolean;
  data?: Record<string, string>;
  /** From 0; with `steps`, how many there are. Absent: it just comes and goes. */
  step?: number;
  steps?: number;
}

export interface GraphicsWire {
  byId: Record<string, GraphicStateWire>;
}

export interface OutputWire {
  wanted: boolean;
  actual: 'failed' | 'off' | 'on' | 'reconnecting' | 'starting' | 'stopping';
  since: number;
  detail?: string;
}

export interface OutputsWire {
  stream: OutputWire;
  record: OutputWire;
}

export interface MarkWire {
  at: number;
  text: string;
  /** The name of what was on air. */
  scene?: string;
  /** The rundown's. */
  item?: string;
  /** Since it began; absent: there was none. */
  stream?: number;
  record?: number;
}

export interface MarksWire {
  /** Newest last; at most 500. Keys are their numbers. */
  order: string[];
  byId: Record<string, MarkWire>;
}

export interface CallWire {
  target: string;
  name: string;
  kind: 'osc' | 'webhook';
  at: number;
  status: 'done' | 'failed' | 'pending' | 'unsure';
  /** Why it failed: a Fluent id. */
  code?: string;
  /** What the other side said, as it said it. */
  detail?: string;
  /** Of OSC. */
  address?: string;
  /** Of the rundown, if one of its cues called. */
  item?: string;
  /** By hand, by a call of its own. */
  repeated?: boolean;
}

export interface CallsWire {
  /** Newest last; those that are over, then those that are pending. */
  order: string[];
  byId: Record<string, CallWire>;
}

export type HeadPhase = 'connecting' | 'connected' | 'away' | 'refused';

export type Code =
  | 'ptz-away'
  | 'ptz-no-answer'
  | 'ptz-busy'
  | 'ptz-not-now'
  | 'ptz-refused'
  | 'ptz-cancelled'
  | 'ptz-password'
  | 'ptz-cannot'
  | 'ptz-slot'
  | 'ptz-unsure'
  | 'ptz-elsewhere';

export type Ability =
  | 'pan-tilt'
  | 'zoom'
  | 'focus'
  | 'focus-mode'
  | 'focus-once'
  | 'presets'
  | 'home'
  | 'go-to'
  | 'position'
  | 'degrees'
  | 'power'
  | 'iris'
  | 'white-balance'
  | 'tally'
  | 'tally-preview';

export interface PresetWire {
  name: string;
  /** In the camera. */
  slot: number;
  /** A name under `/api/presets/pictures/`. */
  picture?: string;
  /** It is on its way to it, or it is being stored: the camera has not answered yet. */
  pending?: boolean;
  /** Where it points is known here, too: it can be put back into a camera that has lost it. */
  placed?: boolean;
}

export type RoundEnd = 'done' | 'stopped' | 'air' | 'away';

/** Presets on their way back into the camera's memory: ids, of those that are there still. */
export interface RoundWire {
  todo: string[];
  done: string[];
  failed: string[];
  /** How it ended; absent: it goes on. */
  end?: RoundEnd;
}

export interface HeadWire {
  phase: HeadPhase;
  /** Why it is away. */
  reason?: Code;
  can: Ability[];
  presets: Collection<PresetWire>;
  /** All its slots are taken. */
  full?: boolean;
  /** The last one, also when it is over. */
  round?: RoundWire;
  /** A new preset is on its way. */
  storing?: boolean;
}

/** Of the cameras that move. */
export interface CamerasWire {
  heads: Collection<HeadWire>;
  /** Cameras, these and others, that the audience sees. */
  onAir: string[];
  inPreview: string[];
  /** Somebody else's scene is on air, or none was seen yet: for the lock and for guests any camera may be on air. */
  airUnknown?: boolean;
  /** A camera on air may jump without being confirmed. */
  unlocked?: boolean;
}

export interface GuestWire {
  id: string;
  /** The how-manieth to come. Names are telemetry (`guests`). */
  number: number;
}

/**
 * A countdown, sent once. Running: `target` is when it reaches zero. Otherwise `left` is what remains.
 *
 * Below zero it is overtime («перебор»).
 */
export interface ClockWire {
  state: 'idle' | 'paused' | 'running';
  total: number;
  target?: number;
  left?: number;
  warnings: number[];
}

export interface TurnWire {
  number: number;
  guest: GuestWire;
  clock: ClockWire;
}

export interface LentWire {
  terms: Terms;
  /** The next first. */
  queue: GuestWire[];
  turn?: TurnWire;
  /** The operator has it back for now. */
  held?: boolean;
}

export interface MessageWire {
  text: string;
  tone: 'danger' | 'info' | 'warning';
  at: number;
  blink?: boolean;
  /** When it was acknowledged. */
  seen?: number;
  /** The role that did. */
  seenBy?: string;
}

/** The second line under the stage's clock. */
export interface SecondWire {
  source: 'nothing' | 'text' | 'timer';
  /** Words that are shown; on the panel also those that wait. */
  text?: string;
  /** Its name and its figures; one that is gone is an empty line. */
  timer?: string;
}

export interface StageWire {
  message?: MessageWire;
  blackout?: boolean;
  /** Absent: nothing is shown, and (on the panel) nothing waits. */
  second?: SecondWire;
}

/** The moments of an item's wall times: pages do the sum (`schedule.ts`) without knowing of time zones. */
export interface AnchorsWire {
  start?: number;
  end?: number;
}

/** An edit that can be undone, or redone. */
export interface EditWire {
  /** A Fluent message id: `edit-…`. */
  what: string;
  name?: string;
  by: string;
}

/** The plan. Entries have the shape in which they are edited; what is absent has its default. */
export interface RundownWire {
  edition: number;
  /** Absent: it is played on any day. */
  date?: string;
  /** The plan's first day, as things stand. */
  today: string;
  /** When that day begins. */
  midnight: number;
  fields: Field[];
  order: string[];
  byId: Record<string, Item | Group | Milestone | Delay>;
  anchors: Record<string, AnchorsWire>;
  undo?: EditWire;
  redo?: EditWire;
}

/** As `ClockWire`, without warnings: they are the item's. */
export interface ItemClockWire {
  state: 'idle' | 'paused' | 'running';
  total: number;
  target?: number;
  left?: number;
}

/** A cue that was missed while Efir was down. */
export interface AskedWire {
  item: string;
  cue: string;
  at: number;
}

export interface ActualWire {
  start: number;
  end?: number;
}

export type Outcome = 'done' | 'refused' | 'muted' | 'skipped' | 'waiting' | 'failed';

export interface CueResultWire {
  outcome: Outcome;
  at: number;
  /** Why it was refused: a Fluent message id with `args`. */
  code?: string;
  args?: Record<string, string | number>;
}

/** A rehearsal's time: `show` at `real`, from there `rate` times as fast. All moments of the run are show time. */
export interface TempoWire {
  real: number;
  show: number;
  rate: number;
}

/** Where the show is in the plan. */
export interface RunWire {
  mode: Mode;
  /** On the air (`on`), ready (`loaded`), or to begin at `at` (`waiting`). */
  item?: string;
  timer?: ItemClockWire;
  started?: number;
  added: number;
  /** Present if its clock counts to the item's planned end: zero is then, but for `added`; no pause moves it. */
  until?: number;
  at?: number;
  /** What a GO puts on the air. */
  next?: string;
  /** `next` is the operator's choice. */
  chosen?: boolean;
  fired: string[];
  /** The item's clock has reached zero. */
  up?: boolean;
  /** When the show began. */
  begun?: number;
  /** How late it began, ms. */
  behind: number;
  /** What gaps may not absorb of the lateness of what is over, ms; against the plan. Absent: nothing. */
  pushed?: number;
  gos: number;
  armed: boolean;
  roll: boolean;
  relative: boolean;
  held: boolean;
  asked: AskedWire[];
  actual: Record<string, ActualWire>;
  /** Item → cue → what became of it. */
  results: Record<string, Record<string, CueResultWire>>;
  /** Cues that the last `back` could not undo. */
  left: string[];
  canBack: boolean;
  tempo?: TempoWire;
}

export interface BankWire {
  name: string;
  clock: ClockWire;
}

export interface StrokeWire {
  left: number;
  strokes: number;
}

/** Questions (POI) are allowed after the first and before the last so many milliseconds. */
export interface ProtectedWire {
  first: number;
  last: number;
}

export interface TimerWire {
  name: string;
  kind: 'banks' | 'count-up' | 'countdown' | 'time-of-day';
  /**
   * Absent with banks, which have clocks of their own. Of a count-up: a countdown from its limit; `total` 0: it has
   * none, and only overtime is counted.
   */
  clock?: ClockWire;
  banks?: Collection<BankWire>;
  /** The bank that runs or is next to run. */
  active?: string;
  warning?: number;
  /** What is left when the figures change their look. */
  danger?: number;
  bells: StrokeWire[];
  protected?: ProtectedWire;
  /** The time of day that is counted down to: ms after midnight in the show's time zone. */
  at?: number;
}

export interface ObsWire {
  phase: 'connected' | 'connecting' | 'lost' | 'refused';
  kind: 'obs' | 'rehearsal';
  since: number;
  version?: string;
  reason?: string;
}

export interface HealthWire {
  obs: ObsWire;
}

export type Side = 'first' | 'second';

export interface DebaterWire {
  participant: string;
  side: Side;
  position?: string;
}

/** Only after the reveal. */
export interface ResultWire {
  /** All points of all judges. */
  points: number;
  /** 10 or 5 (clause 5.8.1.3.2). */
  result: number;
  outcome: 'loss' | 'tie' | 'win';
}

export interface PairWire {
  /** One debater while the odd participant waits for an opponent. */
  debaters: DebaterWire[];
  /** The topic's title. */
  topic?: string;
  odd?: boolean;
  done: boolean;
  /** Participant → result, once revealed. */
  results?: Record<string, ResultWire>;
}

export interface CriterionWire {
  id: string;
  /** «раскрытие темы» … in the show's language. */
  name: string;
  most: number;
  step: number;
}

/** A draw under way or the last one done: hash first, seed after (commit–reveal). */
export interface DrawWire {
  id: string;
  kind: 'opponent' | 'pairs' | 'positions' | 'topic';
  pair?: string;
  /** What is drawn from, as ids in the order that enters the algorithm. */
  items: string[];
  hash: string;
  seed?: string;
  /** A word said in the hall between commit and reveal; part of the lot. */
  word?: string;
  order?: string[];
}

/** Public part: stage and judges see it too. */
export interface DebateWire {
  phase: Phase;
  clock: ClockWire;
  bells: boolean;
  /** The pair on stage. */
  pair?: string;
  pairs: Collection<PairWire>;
  criteria: CriterionWire[];
  draw?: DrawWire;
  revealed: boolean;
}

export type NextAct =
  | 'draw-pairs'
  | 'reveal-draw'
  | 'select-pair'
  | 'draw-opponent'
  | 'draw-topic'
  | 'draw-positions'
  | 'prepare'
  | 'start'
  | 'pause'
  | 'resume'
  | 'debate'
  | 'judging'
  | 'wait-for-judges'
  | 'reveal'
  | 'next-pair'
  | 'finished';

export interface BallotStatusWire {
  status: 'received' | 'recused' | 'waiting';
  revision?: number;
  at?: number;
}

export interface TopicWire {
  title: string;
  first: string;
  second: string;
  used: boolean;
}

export interface StandingWire {
  participant: string;
  result: number;
}

/** The operator's part of the debate. */
export interface DeskWire {
  nextAct: NextAct;
  canBack: boolean;
  drawMethod: 'commit_reveal' | 'manual';
  /** Judge → status for the pair on stage. */
  ballots: Record<string, BallotStatusWire>;
  topics: Record<string, TopicWire>;
  standings: StandingWire[];
}

export interface LogWire {
  at: number;
  /** A role, or a role and a person: `judge:ivanova`. */
  actor: string;
  /** The person's name where there is one. */
  who?: string;
  /** A Fluent message id (`log-…`) with `args`. */
  code: string;
  args: Record<string, string | number>;
  /** It can be undone now. */
  undo?: boolean;
  undone?: boolean;
}

export interface LogsWire {
  /** Newest last; at most 100. Keys are the journal's sequence numbers. */
  order: string[];
  byId: Record<string, LogWire>;
}

export interface LinkWire {
  role: string;
  subject?: string;
  label: string;
  created: number;
  expires?: number;
  revoked?: boolean;
}

export interface PanelData {
  show: ShowWire;
  studio: StudioWire;
  program: ProgramWire;
  sources: SourcesWire;
  switches: SwitchesWire;
  /** Camera → its feed, of those that Efir reads. */
  feeds: Record<string, FeedWire>;
  /** Camera → how its lines came to be as they are, the oldest first; absent: nothing has happened yet. */
  history: Record<string, ChangeWire[]>;
  graphics: GraphicsWire;
  outputs: OutputsWire;
  marks: MarksWire;
  calls: CallsWire;
  cameras: CamerasWire;
  /** Of cameras that are lent. */
  lending: Collection<LentWire>;
  stage: StageWire;
  rundown: RundownWire;
  run: RunWire;
  timers: Collection<TimerWire>;
  health: HealthWire;
  debate?: DebateWire;
  desk?: DeskWire;
  log: LogsWire;
  access: Collection<LinkWire>;
}

export interface BallotWire {
  /** Participant → criterion → points. */
  scores: Record<string, Record<string, number>>;
  revision: number;
  at: number;
}

/** One judge's own slice: nobody else gets it. */
export interface MeWire {
  judge: string;
  name: string;
  /** False: a declared interest takes this judge off the pair on stage, or there is nothing to score now. */
  mayScore: boolean;
  recused: boolean;
  /** Pair → own ballot, as received. */
  ballots: Record<string, BallotWire>;
}

export interface JudgeData {
  show: ShowWire;
  debate?: DebateWire;
  me?: MeWire;
}

export interface StageData {
  show: ShowWire;
  debate?: DebateWire;
  stage: StageWire;
  /** Without what is the crew's own: notes, scripts, columns, cues. */
  rundown: RundownWire;
  run: RunWire;
  timers: Collection<TimerWire>;
}

export interface BackstageData {
  show: ShowWire;
  studio: StudioWire;
  program: ProgramWire;
  switches: SwitchesWire;
  /** Scene → item → seen. */
  visible: Record<string, Record<string, boolean>>;
  cameras: CamerasWire;
  debate?: DebateWire;
  stage: StageWire;
  rundown: RundownWire;
  run: RunWire;
  timers: Collection<TimerWire>;
}

export interface MultiviewData {
  show: ShowWire;
  studio: StudioWire;
  program: ProgramWire;
  sources: SourcesWire;
  switches: SwitchesWire;
  feeds: Record<string, FeedWire>;
  debate?: DebateWire;
  /** Without what is the crew's own. */
  rundown: RundownWire;
  run: RunWire;
  timers: Collection<TimerWire>;
  health: HealthWire;
}

export interface ThemeWire {
  ground: string;
  text: string;
  accent: string;
  first: string;
  second: string;
  corner: 'bottom-left' | 'bottom-right' | 'top-left' | 'top-right';
  logo?: string;
  marks?: boolean;
}

export interface OnAirGraphicWire {
  graphic: string;
  playing: boolean;
  /** Which of its steps it shall show; absent: it has one. */
  step?: number;
  data: Record<string, unknown>;
}

/** The whole view of the graphics page. */
export interface OnAirWire {
  language: Language;
  theme: ThemeWire;
  graphics: Collection<OnAirGraphicWire>;
}

/** Nobody else gets it. */
export interface PhoneWire {
  camera: string;
  name: string;
  /** Its sound is used: without it the page asks for no microphone. */
  sound: boolean;
  /** Of its scene, as the operator sees it. */
  tally: 'off' | 'preview' | 'program';
  /** What goes out under its name, if it is told. `main` is the camera's own address, `backup` what stands in. */
  instead?: 'backup' | 'held' | 'main' | 'slate';
  /** The phone is the backup of this camera. */
  backup?: boolean;
  /** STUN servers that the show file names; none by default. */
  ice?: string[];
}

export interface PhoneData {
  show: ShowWire;
  /** Absent: the show has this camera no more. */
  phone?: PhoneWire;
}

export interface PresetNameWire {
  id: string;
  name: string;
}

/** For one guest. Of others he learns how many they are. */
export interface LendWire {
  camera: string;
  name: string;
  /** Its place among the cameras: of its pictures (`control.telemetry`). */
  placeInShow: number;
  /** The camera obeys somebody: it is switched on and connected. */
  there: boolean;
  open: boolean;
  onAir: boolean;
  /** In the queue. */
  waiting: number;
  /** Somebody has it. */
  busy?: boolean;
  /** The operator has it back for now. */
  held?: boolean;
  /** In the queue, from 1; absent: not in it. */
  place?: number;
  /** It is his turn. */
  clock?: ClockWire;
  /** It is his turn, but the camera is on air, or may be, where guests do not move it. */
  blocked?: boolean;
  /** He had a turn. */
  served?: boolean;
  barred?: boolean;
  /** How long one is, ms. */
  turn?: number;
  speed?: number;
  /** It turns only so far. */
  bounded?: boolean;
  /** It zooms no wider; 0 is as wide as the lens goes, 1 as far in. */
  zoomFrom?: number;
  /** It zooms no closer. */
  zoomTo?: number;
  panTilt?: boolean;
  zoom?: boolean;
  /** That he may call. */
  presets?: PresetNameWire[];
}

export interface LendData {
  show: ShowWire;
  /** Absent: the show has this camera no more. */
  lend?: LendWire;
}

/** View → its data. */
export interface Views {
  panel: PanelData;
  judge: JudgeData;
  stage: StageData;
  backstage: BackstageData;
  multiview: MultiviewData;
  graphics: OnAirWire;
  phone: PhoneData;
  lend: LendData;
}

/** OBS's statistics. */
export interface ObsTelemetry {
  fps?: number;
  /** Per cent. */
  cpu?: number;
  /** MB. */
  memory?: number;
  renderSkipped?: number;
  outputSkipped?: number;
}

/** Scene ids that OBS really shows this moment: a take is confirmed when `program` says so. */
export interface ShownTelemetry {
  program?: string;
  preview?: string;
}

/** Something of that name in OBS belongs to a person, and stands where the show's own should. */
export interface ClashTelemetry {
  code: string;
  name: string;
  kind: string;
}

export interface OutputTelemetry {
  active: boolean;
  timecode?: string;
  kbps?: number;
  congestion?: number;
  skipped?: number;
  bytes?: number;
}

export interface ClientsTelemetry {
  panel: number;
  stage: number;
  backstage: number;
  multiview: number;
  graphics: number;
  phone: number;
  lend: number;
  /** Judge → how many of his pages are open. */
  judges: Record<string, number>;
}

export interface CheckWire {
  cue: string;
  level: 'blocked' | 'ready' | 'warn';
  /** Why: a Fluent message id with `args`. */
  code?: string;
  args?: Record<string, string | number>;
}

export interface PreflightTelemetry {
  /** Of which this is; absent: there is no next. */
  item?: string;
  checks?: CheckWire[];
}

export interface JournalTelemetry {
  ok: boolean;
  reason?: string;
}

export interface BridgeTelemetry {
  state: string;
}

export type PowerWord = 'on' | 'off';

export type FocusWord = 'auto' | 'manual';

export type WhiteWord = 'auto' | 'indoor' | 'outdoor' | 'once' | 'other';

export type ExposureWord = 'auto' | 'shutter' | 'iris' | 'manual' | 'bright';

/** Where a camera that moves stands (degrees, or its own units) and what it is set to, as far as it tells. */
export interface HeadTelemetry {
  moving: boolean;
  /** Whose it is in now. */
  hand?: string;
  pan?: number;
  tilt?: number;
  /** 0 … 1. */
  zoom?: number;
  power?: PowerWord;
  focus?: FocusWord;
  white?: WhiteWord;
  exposure?: ExposureWord;
  /** The preset it stands at, or is on its way to; absent: at none, as far as anybody can know. */
  preset?: string;
  /** It stands there. */
  arrived?: boolean;
}

export interface LineMeasures {
  fps?: number;
  kbps?: number;
  width?: number;
  height?: number;
  codec?: string;
  /** dBFS; absent: there is no sound. */
  peak?: number;
  /** Seconds by which the sound is ahead. */
  skew?: number;
  /** Whole seconds since the last key frame; absent of a phone, which sends one when it is asked to. */
  keyframe?: number;
  /** Damaged packets and pictures a second. */
  errors?: number;
}

export interface FeedMeasures {
  main: LineMeasures;
  backup?: LineMeasures;
  shown: 'backup' | 'held' | 'main' | 'slate';
  /** Connections from OBS. */
  readers: number;
  /** Pictures that OBS was too slow for. */
  skipped: number;
}

/** A phone that publishes into a camera: what its page tells, and how it arrives here. */
export interface PhoneTelemetry {
  state: 'connecting' | 'live' | 'lost';
  /** Share of the packets, 0 … 1. */
  loss?: number;
  kbps?: number;
  /** Milliseconds. */
  jitter?: number;
  /** Milliseconds there and back, as the phone measured them. */
  rtt?: number;
  /** 0 … 1; absent: the browser does not tell. */
  battery?: number;
  charging?: boolean;
  muted?: boolean;
  facing?: 'environment' | 'user';
  torch?: boolean;
  /** The page is not seen: its screen is locked, or another app is before it. */
  hidden?: boolean;
}

/** Key of a `live` message → its data. */
export interface Telemetry {
  obs?: ObsTelemetry;
  shown?: ShownTelemetry;
  clashes?: ClashTelemetry[];
  stream?: OutputTelemetry;
  record?: OutputTelemetry;
  /** Input → dBFS. */
  meters?: Record<string, number>;
  clients?: ClientsTelemetry;
  preflight?: PreflightTelemetry;
  journal?: JournalTelemetry;
  bridge?: BridgeTelemetry;
  /** Camera that moves and is connected → where it stands. */
  heads?: Record<string, HeadTelemetry>;
  /** Camera → how its feed is in OBS, of those that OBS opens itself. */
  direct?: Record<string, 'connecting' | 'ended' | 'frozen' | 'live' | 'lost'>;
  /** Camera → what is measured of its feed, of those that Efir reads. */
  measures?: Record<string, FeedMeasures>;
  /** Camera → the phone that publishes into it. */
  phones?: Record<string, PhoneTelemetry>;
  /** Guest who waits for a lent camera or has it → the name he gave. */
  guests?: Record<string, string>;
}

/** `GET /api/me`, and what setup, login, join and password answer. */
export interface MeAnswer {
  role: string;
  subject?: string;
  /** The link's label. */
  name?: string;
  /** For the page's own `?as=`. */
  link?: string;
  /** The path of the page this role works in. */
  home: string;
  /** What this session may open. */
  views: ViewName[];
  /** The show's. */
  language: Language;
  version: string;
}

/** What an import would bring. `start` and `end`: ms after the midnight of the first day. */
export interface SummaryAnswer {
  items: number;
  groups: number;
  milestones: number;
  delays: number;
  start?: number;
  end?: number;
  date?: string;
  fields?: string[];
  added: number;
  changed: number;
  same: number;
  removed: number;
}

/** One thing about a rundown's file. An error: it is not imported; a warning: what becomes of it. */
export interface FaultAnswer {
  level: 'error' | 'warning';
  code: string;
  args: Record<string, string | number>;
  text: string;
  /** As the spreadsheet counts, from 1. */
  row?: number;
  /** Its heading. */
  column?: string;
}

export interface ColumnAnswer {
  heading: string;
  /** One of `ImportAnswer.meanings`. */
  meaning: string;
  guessed?: boolean;
  samples?: string[];
}

/** How a table was understood. */
export interface LayoutAnswer {
  columns?: ColumnAnswer[];
  header?: number;
  rows?: number;
  sheet?: string;
  sheets?: string[];
  encoding?: string;
  delimiter?: string;
  /** How `10:30` was read in a column of lengths: `m:ss` or `h:mm`. */
  clock?: string;
}

export interface MeaningAnswer {
  id: string;
  label: string;
}

/** `POST /api/rundown/import`. */
export interface ImportAnswer {
  /** It can be imported, or was. */
  ok: boolean;
  /** The rundown's, with which it was compared: what `apply` wants back. */
  edition: number;
  /** The journal's entry; absent: nothing was changed. */
  applied?: number;
  summary?: SummaryAnswer;
  faults: FaultAnswer[];
  /** Of a table. */
  layout?: LayoutAnswer;
  /** What a column may mean, in words. */
  meanings: MeaningAnswer[];
  /** Of an Ontime project. */
  rundowns: string[];
}

/** `GET /api/rundown/export?report=true`: what of the rundown the file would not hold. */
export interface ExportAnswer {
  left: FaultAnswer[];
}

/** A clip that a cue of an item plays. */
export interface ClipAnswer {
  cue: string;
  name: string;
  /** From the item's start to the clip's end, ms. */
  length?: number;
  /** Why its length is not known. */
  error?: Problem;
}

/** `GET /api/rundown/clips?item=ID`. */
export interface ClipsAnswer {
  clips: ClipAnswer[];
}

/** A camera that answered; `name` and `model` as it says, "" if it does not. */
export interface FoundCameraAnswer {
  name: string;
  model: string;
  /** For people: `ONVIF`. */
  protocol: string;
  /** As the show file has it. */
  address: string;
  /** Which camera of the show it is. */
  known?: string;
  /** Of the show file, below `cameras:`; its id and its name are free there. */
  lines: string;
}

/** `POST /api/cameras/find`. */
export interface FoundCamerasAnswer {
  cameras: FoundCameraAnswer[];
}

/** A link with its address: `GET /api/links`, `POST /api/links`, `POST /api/links/ID/rotate`. */
export interface LinkAnswer {
  id: string;
  role: string;
  subject?: string;
  label: string;
  created: number;
  expires?: number;
  revoked: boolean;
  /** Absent: revoked or expired, so there is nothing to open. */
  url?: string;
  /** An SVG document of the address. */
  qr?: string;
  /** False: the address works on this computer only; start with `--host 0.0.0.0` for phones. */
  reachable: boolean;
}

/** `GET /api/certificate`: what a phone is asked to trust. */
export interface CertificateAnswer {
  /** Efir made it, so phones do not know it; `/efir.crt` is its authority. */
  ours: boolean;
  /** Of the authority, SHA-256. */
  fingerprint: string;
  /** The asker came by https. */
  secure: boolean;
}

/** Every answer of `/api` that is not 2xx. */
export interface ProblemAnswer {
  error: Problem;
  /** What in the body is wrong, as `$.command.scene`. */
  field?: string;
}
