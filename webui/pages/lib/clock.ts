/** Reading a countdown: pure, `now` is an argument (UTC ms on the server's clock). */
import type { ClockWire } from './wire';

export type ClockTone = 'calm' | 'warning' | 'danger' | 'overtime';

export interface Reading {
  /** Milliseconds; below zero in overtime. */
  left: number;
  text: string;
  tone: ClockTone;
  /** 1 at the start, 0 at zero and after. */
  share: number;
  /** Milliseconds until `text` is another; absent while the clock stands. */
  next?: number;
}

export function leftMs(clock: ClockWire, now: number): number {
  if (clock.state === 'running' && clock.target !== undefined) return clock.target - now;
  return clock.left ?? clock.total;
}

const TENTHS_FROM = 9_900;

/** A started second counts as a whole one, so 5:00 shows 5:00 first and 0:00 exactly at zero; overtime carries a plus. */
export function readClock(clock: ClockWire, now: number, tenths = false): Reading {
  const left = leftMs(clock, now);
  const fine = tenths && left > 0 && left <= TENTHS_FROM;
  const unit = fine ? 100 : 1000;
  const units = left > 0 ? Math.ceil(left / unit) : Math.floor(-left / unit);
  const text = fine ? `0:0${(units / 10).toFixed(1)}` : (left <= -1000 ? '+' : '') + durationText(units);
  const reading: Reading = {
    left,
    text,
    tone: toneOf(clock, left),
    share: clock.total > 0 ? Math.min(1, Math.max(0, left / clock.total)) : 0,
  };
  if (clock.state === 'running') {
    const next = left > 0 ? left - (units - 1) * unit : 1000 - (-left % 1000);
    // Entering the tenths is a change as well.
    reading.next = tenths && left > TENTHS_FROM ? Math.min(next, left - TENTHS_FROM) : next;
  }
  return reading;
}

function toneOf(clock: ClockWire, left: number): ClockTone {
  if (clock.state !== 'idle' && left <= -1000) return 'overtime';
  const warnings = [...clock.warnings].sort((a, b) => b - a);
  const danger = warnings.length > 1 ? warnings.at(-1) : undefined;
  if (danger !== undefined && left <= danger) return 'danger';
  if (warnings[0] !== undefined && left <= warnings[0]) return 'warning';
  return 'calm';
}

/** 4:07, 1:02:03; whole seconds. */
export function durationText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}
