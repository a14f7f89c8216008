/**
 * The rundown's sums, as `control/core/rundown/{schedule,forecast}.py` does them: planned moments and offset; expected
 * moments are in `forecast.ts`. `tests/webui/test_sums.py` holds them against Python's. Pure; all times are UTC ms, all lengths ms, a positive offset is behind. A fixed wall time comes as an instant (`anchors`).
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
  const found = byId<Planned>();
  const groups = byId<Expected>();
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
      if (entry.group != null) groups[entry.group] = around(groups[entry.group], planned);
    }
  }
  for (const [id, span] of Object.entries(groups)) found[id] = { ...span, delay: 0 };
  return found;
}

/** Without a prototype: an entry may be called «constructor». */
export const byId = <T>(): Record<string, T> => Object.create(null) as Record<string, T>;

/** The span that holds both. */
export const around = (span: Expected | undefined, more: Expected): Expected => ({
  start: Math.min(span?.start ?? more.start, more.start),
  end: Math.max(span?.end ?? more.end, more.end),
});

/** When the item on the air is expected to end: at zero, or now if that is past. */
export function ends(run: RunWire, now: number): number {
  const timer = run.timer;
  if (run.until !== undefined) return Math.max(now, run.until + run.added);
  if (timer === undefined) return now;
  return Math.max(now, timer.target ?? now + (timer.left ?? 0));
}

export function offset(planned: Schedule, run: RunWire, now: number): Offset | undefined {
  const item = run.item === undefined ? undefined : planned[run.item];
  if (run.mode !== 'on' || item === undefined) return undefined;
  const absolute = ends(run, now) - item.end;
  return { absolute, relative: absolute - run.behind };
}
