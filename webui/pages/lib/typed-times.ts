/**
 * Which day a typed time of day is meant for. A show goes on after midnight: «00:30» typed for an item that begins at 23:50 is of
 * the day after. Who means another day writes it: «00:30 +0». Pure; times of the plan, ms.
 */
import { DAY, MOST_DAYS, parseTime, planTime } from './plan-times';
import { entriesOf, schedule } from './schedule';
import type { Item, RundownWire } from './wire';

export interface Typed {
  at: number;
  /** Nobody wrote the day, and it is a later one than that of what it follows. */
  turned: boolean;
}

/** The first such time from `since` on; undefined: not understood. */
export function parseTimeSince(text: string, since: number): number | undefined {
  const time = parseTime(text);
  // «25:30» says its day as well.
  if (time === undefined || time >= DAY || text.includes('+')) return time;
  const at = time + Math.max(0, Math.ceil((since - time) / DAY)) * DAY;
  return at < MOST_DAYS * DAY ? at : undefined;
}

/** An end does not come before the item's own start, a start not before that of the item before. */
export function typedTime(text: string, field: 'start' | 'end', of: Item, rundown: RundownWire, zone: string): Typed | undefined {
  const since = (field === 'end' ? begins(of, rundown, zone) : undefined) ?? beginsBefore(of, rundown, zone);
  const at = parseTimeSince(text, since);
  if (at === undefined) return undefined;
  return { at, turned: at !== parseTime(text) && Math.floor(at / DAY) > Math.floor(since / DAY) };
}

/** By the plan, without delays: they are beside its times. Undefined: it is linked, and skipped. */
function begins(of: Item, rundown: RundownWire, zone: string): number | undefined {
  if (of.start != null) return of.start;
  const planned = schedule(rundown)[of.id];
  return planned === undefined ? undefined : planTime(planned.start - planned.delay, rundown.today, zone);
}

function beginsBefore(of: Item, rundown: RundownWire, zone: string): number {
  const entries = entriesOf(rundown);
  const before = entries
    .slice(0, entries.findIndex((entry) => entry.id === of.id))
    .findLast((entry): entry is Item => entry.type === 'item' && entry.skip !== true);
  return (before && begins(before, rundown, zone)) ?? 0;
}
