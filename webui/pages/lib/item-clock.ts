/** Reading the clock of an item of the rundown, as the item wants it shown. Pure; `now` is show time, UTC ms. */
import { durationText, readClock, type Reading } from './clock';
import type { ClockWire, Item, RunWire } from './wire';

export const WARNING_MS = 60_000;
export const DANGER_MS = 15_000;

/** The item on the air (or ready); absent: none, or not in the plan any more. */
export function itemOf(byId: Record<string, { type: string }>, id: string | undefined): Item | undefined {
  const entry = id === undefined ? undefined : byId[id];
  return entry?.type === 'item' ? (entry as Item) : undefined;
}

/** The item's countdown, time added by hand included; absent while it has none. */
export function itemClock(item: Item, run: RunWire): ClockWire | undefined {
  if (run.timer === undefined) return undefined;
  return {
    ...run.timer,
    total: Math.max(0, run.timer.total + run.added),
    warnings: [item.warning ?? WARNING_MS, item.danger ?? DANGER_MS],
  };
}

/**
 * What its face says. The colours always are the countdown's; only the figures differ: what is left, what has passed, or the time
 * of day (`wall` writes it). `next`: ms until the figures or the colour are others.
 */
export function readItem(item: Item, clock: ClockWire, now: number, wall: (at: number) => string): Reading {
  const reading = readClock(clock, now);
  if (item.display === 'up') {
    const passed = Math.max(0, clock.total - reading.left);
    const read: Reading = { ...reading, text: durationText(Math.floor(passed / 1000)) };
    return clock.state === 'running' ? { ...read, next: Math.min(reading.next ?? 1000, 1000 - (passed % 1000)) } : read;
  }
  if (item.display === 'clock') return { ...reading, text: wall(now), next: Math.min(reading.next ?? 1000, 1000 - (now % 1000)) };
  return reading;
}
