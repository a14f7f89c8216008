/** What will be when, as things stand: `control/core/rundown/forecast.py` for pages. Pure; see `schedule.ts`. */
import { around, byId, ends, entriesOf, type Entry, type Expected, type Planned, type Schedule } from './schedule';
import type { ClockWire, Item, RundownWire, RunWire } from './wire';

/** How far apart the two forecasts are that tell what runs from what stands. */
export const AHEAD_MS = 1_000;

/**
 * Of everything from the item on the air (or the next) on, and of the groups with anything left in them.
 * Before the show: the plan. After its end: nothing. What will be on twice has the first of the two times.
 */
export function forecast(rundown: RundownWire, planned: Schedule, run: RunWire, now: number): Record<string, Expected> {
  const shift = run.relative && !run.roll ? run.behind : 0;
  const pushed = run.pushed === undefined ? 0 : Math.max(0, run.pushed - shift);
  const walk = new Walk(planned, shift, run.begun === undefined ? undefined : now, pushed, run.roll);
  const on = itemOf(rundown, run.item);
  const chosen = run.chosen === true ? run.next : undefined;
  if (on !== undefined && run.mode === 'on') walk.put(on, run.started ?? now, ends(run, now));
  else if (on !== undefined) walk.begin(on, now);
  else if (chosen === undefined && run.begun !== undefined) return {};
  for (const entry of following(rundown, on?.id, chosen)) {
    if (entry.type === 'item' && entry.skip !== true) walk.goOn(entry);
    else if (entry.type === 'milestone') walk.mark(entry.id);
  }
  addGroups(rundown, walk.found, run);
  return walk.found;
}

/** The first flagged item to come, behind what is on the air or ready. */
export function nextFlag(rundown: RundownWire, run: RunWire): Item | undefined {
  const on = itemOf(rundown, run.item);
  const chosen = run.chosen === true ? run.next : undefined;
  if (on === undefined && chosen === undefined && run.begun !== undefined) return undefined;
  const found = following(rundown, on?.id, chosen).find((entry) => entry.type === 'item' && entry.flag === true && entry.skip !== true && entry !== on);
  return found?.type === 'item' ? found : undefined;
}

/** Whether the plan has something to count to. */
export const hasFlags = (rundown: RundownWire): boolean => entriesOf(rundown).some((entry) => entry.type === 'item' && entry.flag === true);

/**
 * A countdown to a moment: `here` as it is expected at `now`, `there` as it is expected a second later. A moment that goes away as fast
 * as time comes — because the item before it stands, or is in overtime — makes a countdown that stands.
 */
export function countdownTo(here: number, there: number | undefined, now: number, warnings: number[]): ClockWire {
  const stands = there !== undefined && there - here > AHEAD_MS / 2;
  if (stands) return { state: 'paused', total: 0, left: Math.max(0, here - now), warnings };
  return { state: 'running', total: 0, target: here, warnings };
}

/** When the last item is expected to end. */
export function showEnd(rundown: RundownWire, expected: Record<string, Expected>): number | undefined {
  const found = entriesOf(rundown).flatMap((entry) =>
    entry.type === 'item' && entry.skip !== true ? (expected[entry.id]?.end ?? []) : [],
  );
  return found.length === 0 ? undefined : found.reduce((one, other) => Math.max(one, other));
}

function itemOf(rundown: RundownWire, id: string | undefined): Item | undefined {
  const entry = id === undefined ? undefined : rundown.byId[id];
  return entry?.type === 'item' ? entry : undefined;
}

/** Entries after `after`; from the chosen one on, if there is a choice. */
function following(rundown: RundownWire, after: string | undefined, chosen: string | undefined): Entry[] {
  const entries = entriesOf(rundown);
  const at = chosen === undefined ? -1 : entries.findIndex((entry) => entry.id === chosen);
  if (at >= 0) return entries.slice(at);
  return after === undefined ? entries : entries.slice(entries.findIndex((entry) => entry.id === after) + 1);
}

/** From item to item, with what is known of the one before. */
class Walk {
  readonly found = byId<Expected>();
  readonly #planned: Schedule;
  readonly #shift: number;
  /** For an item that nothing comes before. */
  readonly #earliest: number | undefined;
  /** When the item before is expected to end. */
  #until: number | undefined;
  /** Absent also where the item before is not in the plan. */
  #before: { item: Item; planned: Planned } | undefined;
  /** What gaps may not absorb: how late an item was that pushes, or what is left of it. */
  #pushed: number;

  /** By the wall clock linked items wait for their time as well. */
  readonly #roll: boolean;

  constructor(planned: Schedule, shift: number, earliest: number | undefined, pushed: number, roll: boolean) {
    this.#planned = planned;
    this.#shift = shift;
    this.#earliest = earliest;
    this.#pushed = pushed;
    this.#roll = roll;
  }

  #of(id: string): Planned | undefined {
    const planned = this.#planned[id];
    return planned && { ...planned, start: planned.start + this.#shift, end: planned.end + this.#shift };
  }

  put(item: Item, start: number, end: number): void {
    this.found[item.id] ??= { start, end };
    this.#until = end;
    this.#before = undefined;
    const planned = this.#of(item.id);
    if (planned === undefined) return;
    const late = Math.max(0, end - planned.end);
    this.#pushed = item.overrun === 'push' ? late : Math.min(this.#pushed, late);
    this.#before = { item, planned };
  }

  /** Ready, but nobody has pressed: not before now. */
  begin(item: Item, now: number): void {
    const planned = this.#of(item.id);
    if (planned === undefined) {
      this.put(item, now, now + (item.duration ?? 0));
      return;
    }
    const start = Math.max(planned.start + this.#pushed, now);
    this.put(item, start, this.#end(item, planned, start, false));
  }

  goOn(item: Item): void {
    const planned = this.#of(item.id);
    if (planned === undefined) return;
    let start: number;
    if (this.#until === undefined) start = Math.max(planned.start + this.#pushed, this.#earliest ?? -Infinity);
    else if (item.start != null || this.#roll) start = Math.max(this.#until, planned.start + this.#pushed);
    else start = this.#until + Math.max(0, this.#before === undefined ? 0 : planned.delay - this.#before.planned.delay);
    // By the wall clock: what is awaited has nobody's lateness left to make up for.
    const follows = !this.#roll || start === this.#until;
    this.put(item, start, this.#end(item, planned, start, follows && this.#before?.item.overrun === 'compress'));
  }

  #end(item: Item, planned: Planned, start: number, compressed: boolean): number {
    if (item.countToEnd === true) return Math.max(start, planned.end - this.#shift); // a time on the wall
    const length = planned.end - planned.start;
    return start + (compressed && start > planned.start ? Math.max(0, length - (start - planned.start)) : length);
  }

  mark(id: string): void {
    const planned = this.#of(id);
    if (this.#until !== undefined) this.found[id] ??= { start: this.#until, end: this.#until };
    else if (planned !== undefined) this.found[id] = { start: planned.start, end: planned.end };
  }
}

function addGroups(rundown: RundownWire, found: Record<string, Expected>, run: RunWire): void {
  const spans = byId<Expected>();
  const left = new Set<string>();
  for (const item of entriesOf(rundown)) {
    if (item.type !== 'item' || item.skip === true || item.group == null) continue;
    const actual = run.actual[item.id];
    const expected = found[item.id];
    const end = expected?.end ?? actual?.end;
    const start = actual?.start ?? expected?.start;
    if (start === undefined || end === undefined) continue;
    spans[item.group] = around(spans[item.group], { start, end });
    if (expected !== undefined) left.add(item.group);
  }
  for (const group of left) found[group] = spans[group]!;
}
