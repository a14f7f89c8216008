/** Reading a named timer: pure, `now` is an argument (UTC ms on the server's clock). */
import { durationText, leftMs, type ClockTone } from './clock';
import type { ClockWire, TimerWire } from './wire';

export interface TimerReading {
  /** Milliseconds to the end; below zero in overtime. Of a count-up without a limit: less and less. */
  left: number;
  /** What the figures say: what is left, or for a count-up what is used; of a time of day that waits, that time. */
  text: string;
  tone: ClockTone;
  /** How much of the length the figures stand for: 1 at the start of a countdown, 0 at its end. */
  share: number;
  /** Absent: nothing is protected. Questions (POI) are allowed while it is open. */
  questions?: 'open' | 'closed';
  /** Milliseconds until any of this is another; absent while the clock stands. */
  next?: number;
}

/** Overtime begins to show a second after zero: at zero itself the figures say 0:00. */
const OVER = -1000;

/** The clock that counts now: the timer's own, or that of the bank asked for (absent: the active one). */
export function clockOf(timer: TimerWire, bank?: string): ClockWire | undefined {
  return timer.clock ?? timer.banks?.byId[bank ?? timer.active ?? '']?.clock;
}

export function readTimer(timer: TimerWire, now: number, bank?: string): TimerReading {
  const clock = clockOf(timer, bank);
  if (clock === undefined) return { left: 0, text: '', tone: 'calm', share: 0 };
  const left = leftMs(clock, now);
  if (timer.kind === 'time-of-day' && clock.state === 'idle')
    return { left, text: wallText((timer.at ?? 0) + left), tone: 'calm', share: 1 };
  const up = timer.kind === 'count-up';
  const shown = up ? clock.total - left : left;
  const reading: TimerReading = {
    left,
    text: up ? durationText(Math.max(0, Math.floor(shown / 1000))) : countdownText(left),
    tone: toneOf(timer, clock, left),
    share: clock.total > 0 ? Math.min(1, Math.max(0, shown / clock.total)) : 0,
  };
  if (timer.protected) reading.questions = isOpen(timer.protected, clock, left) ? 'open' : 'closed';
  if (clock.state === 'running') reading.next = nextChange(timer, clock, left, up);
  return reading;
}

/** A started second counts as a whole one; overtime carries a plus. */
function countdownText(left: number): string {
  return left > 0 ? durationText(Math.ceil(left / 1000)) : (left <= OVER ? '+' : '') + durationText(Math.floor(-left / 1000));
}

/** 19:00, 19:00:30: what a clock on the wall shows so many milliseconds after midnight. */
export function wallText(ms: number): string {
  const seconds = Math.floor((((ms % 86_400_000) + 86_400_000) % 86_400_000) / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`;
}

function toneOf(timer: TimerWire, clock: ClockWire, left: number): ClockTone {
  if (clock.total === 0) return 'calm';
  if (clock.state !== 'idle' && left <= OVER) return 'overtime';
  if (timer.danger !== undefined && left <= timer.danger) return 'danger';
  if (timer.warning !== undefined && left <= timer.warning) return 'warning';
  return 'calm';
}

function isOpen(part: NonNullable<TimerWire['protected']>, clock: ClockWire, left: number): boolean {
  return clock.state !== 'idle' && left <= clock.total - part.first && left > part.last;
}

function nextChange(timer: TimerWire, clock: ClockWire, left: number, up: boolean): number {
  const part = timer.protected;
  const levels = [timer.warning, timer.danger, OVER, ...(part ? [clock.total - part.first, part.last] : [])];
  const ahead = levels.flatMap((level) => (level !== undefined && level < left ? [left - level] : []));
  const used = clock.total - left;
  const figures = up
    ? 1000 - (used % 1000)
    : left > 0
      ? left - (Math.ceil(left / 1000) - 1) * 1000
      : 1000 - (-left % 1000);
  return Math.min(figures, ...ahead);
}

/** After a longer gap the page slept: a bell for what is long past would mislead. */
const LONGEST_STEP_MS = 3_000;

/** How often to strike, now that the running clock went from `before` to `after` ms left: the latest bell between them. */
export function strokesBetween(timer: TimerWire, before: number, after: number): number {
  if (after >= before || before - after > LONGEST_STEP_MS) return 0;
  const passed = timer.bells.filter((bell) => before > bell.left && after <= bell.left);
  return passed.sort((a, b) => a.left - b.left)[0]?.strokes ?? 0;
}

/** `5:00`, `1:30:00` as people write lengths, in ms; anything else is none: a bare number could be seconds or minutes. */
export function parseLength(text: string): number | undefined {
  const found = /^(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)$/.exec(text.trim());
  if (found === null) return undefined;
  const [hours, minutes, seconds] = found.slice(1).map((part) => Number(part ?? 0)) as [number, number, number];
  if (found[1] !== undefined && minutes > 59) return undefined;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
