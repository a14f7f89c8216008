/** Named timers on a screen: which, what is said beside their figures, how they share the room. Pure. */
import { durationText, type ClockTone } from './clock';
import { clockOf, type TimerReading } from './timer';
import type { Collection, TimerWire } from './wire';

/** What the figures mean, in words; the sign says the tone again, for who does not see the colour. */
export interface TimerWord {
  sign: '' | '❚❚' | '▲' | '■' | '●';
  /** Of a message; empty: the figures say it all. */
  code: string;
  args: Record<string, string | number>;
  tone: ClockTone | 'standing';
}

/** `wall` writes a moment (UTC ms) as the show's clocks have it; `reading` is that of the timer's own clock, or of its active bank. */
export function wordOf(timer: TimerWire, reading: TimerReading, wall: (at: number) => string): TimerWord {
  const clock = clockOf(timer);
  const state = clock?.state ?? 'idle';
  const time = timer.kind === 'time-of-day';
  if (state === 'idle') return { sign: '', code: time ? 'stage-timer-not-yet' : 'stage-clock-idle', args: {}, tone: 'standing' };
  if (state === 'paused')
    return { sign: '❚❚', code: reading.tone === 'overtime' ? 'stage-timer-paused-over' : 'stage-clock-paused', args: {}, tone: 'standing' };
  if (reading.tone === 'overtime') return { sign: '▲', code: time ? 'stage-timer-passed' : 'stage-clock-overtime', args: {}, tone: 'overtime' };
  // Who waits for a time of day has nothing to finish.
  if (reading.tone === 'danger' && !time) return { sign: '■', code: 'stage-clock-danger', args: {}, tone: 'danger' };
  if (reading.tone !== 'calm') {
    const level = (reading.tone === 'danger' ? timer.danger : timer.warning) ?? 0;
    const args = levelArgs(level);
    const code = timer.kind === 'count-up' ? 'stage-timer-near-limit' : 'stage-clock-warning';
    return { sign: reading.tone === 'danger' ? '■' : '●', code, args, tone: reading.tone };
  }
  if (time) return { sign: '', code: 'stage-timer-until', args: { time: wall(clock?.target ?? 0) }, tone: 'calm' };
  if (timer.kind === 'count-up' && clock !== undefined && clock.total > 0)
    return { sign: '', code: 'stage-timer-limit', args: { time: durationText(Math.round(clock.total / 1000)) }, tone: 'calm' };
  return { sign: '', code: '', args: {}, tone: 'calm' };
}

function levelArgs(level: number): { seconds: number; time: string } {
  const seconds = Math.round(level / 1000);
  return { seconds, time: durationText(seconds) };
}

/** A bar beside the figures says something: not of a time of day that waits, nor of a count without an end. */
export function hasBar(timer: TimerWire): boolean {
  const clock = clockOf(timer);
  return clock !== undefined && clock.total > 0 && !(timer.kind === 'time-of-day' && clock.state === 'idle');
}

/** Begun and not put back to its beginning: it runs, or was paused on the way. */
export function isBegun(timer: TimerWire): boolean {
  const clocks = timer.clock ? [timer.clock] : Object.values(timer.banks?.byId ?? {}).map((bank) => bank.clock);
  return clocks.some((clock) => clock.state !== 'idle');
}

/** Those of `ids` that there are. */
export function picked(timers: Collection<TimerWire>, ids: readonly string[]): Record<string, TimerWire> {
  return Object.fromEntries(Object.entries(timers.byId).filter(([id]) => ids.includes(id)));
}

/** `a,b` and `a` with `b`, each once. */
export const idsOf = (values: readonly string[]): string[] => [...new Set(values.flatMap((value) => value.split(',')).filter((id) => id !== ''))];

/** Figures are so wide and so high as a part of their box. */
const WIDE = 0.34;
const HIGH = 0.5;
/** What is left of a low box, they fill so far. */
const FILLED = 0.84;

/**
 * In how many columns `count` equal boxes have the largest figures in a room of `width` by `height`. `besides`: so many
 * pixels of a box's height are never the figures', however low it is: names and words have a least size.
 */
export function columnsFor(count: number, width: number, height: number, besides = 0): number {
  let best = 1;
  let largest = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const high = height / Math.ceil(count / columns);
    const figures = Math.min((WIDE * width) / columns, HIGH * high, FILLED * Math.max(0, high - besides));
    if (figures > largest) [best, largest] = [columns, figures];
  }
  return best;
}
