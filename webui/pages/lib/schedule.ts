/**
 * The rundown's sums, as `control/core/rundown/{schedule,forecast}.py` does them: planned moments, expected moments, offset.
 * Pure; all times are UTC ms, all lengths ms, a positive offset is behind. A fixed wall time comes as an instant (`anchors`).
 */
import type { AnchorsWire, Delay, Group, Item, Milestone, RundownWire, RunWire } from './wire';

export type Entry = Item | Group | Milestone | Delay;

export interface Planned {
  start: number;
  end: number;
  /** From the end of the item before; negative where they overlap. */
  gap?: number;
  delay: number;
}

export interface Expected {
  start: number;
  end: number;
}

export interface Offset {
  absolute: number;
  relative: number;
}

export type Schedule = Record<string, Planned>;

export const entriesOf = (rundown: RundownWire): Entry[] =>
  rundown.order.flatMap((id) => rundown.byId[id] ?? []);

export function schedule(rundown: RundownWire): Schedule {
  const found: Schedule = {};
  const groups: Record<string, Expected> = {};
  let end: number | undefined;
  let until: number | undefined;
  let delay = 0;
  let waiting: string[] = [];
  for (const entry of entriesOf(rundown)) {
    if (entry.type === 'delay') delay += entry.by ?? 0;
    else if (entry.type === 'milestone') {
      if (until === undefined) waiting.push(entry.id);
      else found[entry.id] = { start: until, end: until, delay };
    } else if (entry.type === 'item' && entry.skip !== true) {
      const fixed: AnchorsWire = rundown.anchors[entry.id] ?? {};
      const start: number = fixed.start ?? end ?? rundown.midnight;
      if (end !== undefined && start > end && delay > 0) delay = Math.max(0, delay - (start - end));
      const length = fixed.end !== undefined ? fixed.end - start : (entry.duration ?? 0);
      end = start + Math.max(0, length);
      const planned: Planned = { start: start + delay, end: end + delay, delay };
      if (until !== undefined) planned.gap = planned.start - until;
      until = planned.end;
      found[entry.id] = planned;
      for (const id of waiting) found[id] = { start: planned.start, end: planned.start, delay };
      waiting = [];
      if (entry.group != null) groups[entry.group] = { start: groups[entry.group]?.start ?? planned.start, end: planned.end };
    }
  }
  for (const [id, span] of Object.entries(groups)) found[id] = { ...span, delay: 0 };
  return found;
}

function ends(run: RunWire, now: number): number {
  const timer = run.timer;
  if (timer === undefined) return now;
  return Math.max(now, timer.target ?? now + (timer.left ?? 0));
}

export function offset(planned: Schedule, run: RunWire, now: number): Offset | undefined {
  const item = run.item === undefined ? undefined : planned[run.item];
  if (run.mode !== 'on' || item === undefined) return undefined;
  const absolute = ends(run, now) - item.end;
  return { absolute, relative: absolute - run.behind };
}

/**
 * Of everything from the item on the air (or the next) on, and of the groups with anything left in them. Before the show: the plan.
 * After its end: nothing. What will be on twice has the first of the two times.
 */
export function forecast(rundown: RundownWire, planned: Schedule, run: RunWire, now: number): Record<string, Expected> {
  const walk = new Walk(planned, run.relative ? run.behind : 0, run.begun === undefined ? undefined : now);
  const entry = run.item === undefined ? undefined : rundown.byId[run.item];
  const on = entry?.type === 'item' ? entry : undefined;
  const chosen = run.chosen === true && run.next !== undefined ? rundown.order.indexOf(run.next) : -1;
  if (on !== undefined && run.mode === 'on') walk.put(on, run.started ?? now, ends(run, now));
  else if (on !== undefined) walk.begin(on, now);
  else if (chosen < 0 && run.begun !== undefined) return {};
  const first = chosen >= 0 ? chosen : on === undefined ? 0 : rundown.order.indexOf(on.id) + 1;
  for (const id of rundown.order.slice(first)) {
    const next = rundown.byId[id];
    if (next?.type === 'item' && next.skip !== true) walk.goOn(next);
    else if (next?.type === 'milestone') walk.mark(id);
  }
  spanGroups(rundown, run, walk.found);
  return walk.found;
}

/** When the last item is expected to end; absent: nothing is left. */
export function showEnd(rundown: RundownWire, expected: Record<string, Expected>): number | undefined {
  const all = rundown.order.flatMap((id) => (rundown.byId[id]?.type === 'item' ? (expected[id]?.end ?? []) : []));
  return all.length === 0 ? undefined : all.reduce((a, b) => Math.max(a, b));
}

/** From item to item, with what is known of the one before. */
class Walk {
  readonly found: Record<string, Expected> = {};
  readonly #planned: Schedule;
  readonly #shift: number;
  readonly #earliest: number | undefined;
  #until: number | undefined;
  #before: { item: Item; planned: Planned } | undefined;
  /** What gaps may not absorb: how late an item was that pushes, or what is left of it. */
  #pushed = 0;

  constructor(planned: Schedule, shift: number, earliest: number | undefined) {
    this.#planned = planned;
    this.#shift = shift;
    this.#earliest = earliest;
  }

  #of(id: string): Planned | undefined {
    const planned = this.#planned[id];
    return planned && { ...planned, start: planned.start + this.#shift, end: planned.end + this.#shift };
  }

  put(item: Item, start: number, end: number): void {
    this.found[item.id] ??= { start, end };
    this.#until = end;
    const planned = this.#of(item.id);
    this.#before = planned && { item, planned };
    if (planned === undefined) return;
    const late = Math.max(0, end - planned.end);
    this.#pushed = item.overrun === 'push' ? late : Math.min(this.#pushed, late);
  }

  begin(item: Item, now: number): void {
    const planned = this.#of(item.id);
    if (planned === undefined) return this.put(item, now, now + (item.duration ?? 0));
    const start = Math.max(planned.start, now);
    this.put(item, start, this.#end(item, planned, start));
  }

  goOn(item: Item): void {
    const planned = this.#of(item.id);
    if (planned === undefined) return;
    let start: number;
    if (this.#until === undefined) start = Math.max(planned.start, this.#earliest ?? planned.start);
    else if (item.start == null) start = this.#until + Math.max(0, this.#before ? planned.delay - this.#before.planned.delay : 0);
    else start = Math.max(this.#until, planned.start + this.#pushed);
    this.put(item, start, this.#end(item, planned, start));
  }

  #end(item: Item, planned: Planned, start: number): number {
    // A time on the wall, whatever the show is measured by.
    if (item.countToEnd) return Math.max(start, planned.end - this.#shift);
    const length = planned.end - planned.start;
    const late = this.#before?.item.overrun === 'compress' ? Math.max(0, start - planned.start) : 0;
    return start + Math.max(0, length - late);
  }

  mark(id: string): void {
    const at = this.#until ?? this.#of(id)?.start;
    if (at !== undefined) this.found[id] ??= { start: at, end: at };
  }
}

function spanGroups(rundown: RundownWire, run: RunWire, found: Record<string, Expected>): void {
  const spans: Record<string, Expected & { left: boolean }> = {};
  for (const entry of entriesOf(rundown)) {
    if (entry.type !== 'item' || entry.skip === true || entry.group == null) continue;
    const actual = run.actual[entry.id];
    const expected = found[entry.id];
    const start = actual?.start ?? expected?.start;
    const end = expected?.end ?? actual?.end;
    if (start === undefined || end === undefined) continue;
    const span = (spans[entry.group] ??= { start, end, left: false });
    span.start = Math.min(span.start, start);
    span.end = Math.max(span.end, end);
    span.left ||= expected !== undefined;
  }
  for (const [group, { start, end, left }] of Object.entries(spans)) if (left) found[group] = { start, end };
}
