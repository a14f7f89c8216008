/** Reading a named timer: pure, `now` is an argument (UTC ms on the server's clock). The same rules as the pages' own. */
import { leftMs, type Clock, type ClockPhase } from "./clock.js";

export interface Bank {
  name: string;
  clock: Clock;
}

export interface Timer {
  name: string;
  kind: "countdown" | "count-up" | "time-of-day" | "banks";
  /** Absent with banks. Of a count-up: a countdown from its limit; a `total` of 0 has no end. */
  clock?: Clock;
  banks?: { order: readonly string[]; byId: Readonly<Record<string, Bank>> };
  /** The bank that runs or is next to run. */
  active?: string;
  /** Milliseconds left at which the figures change their look. */
  warning?: number;
  danger?: number;
  /** Questions (POI) are allowed after the first and before the last so many milliseconds. */
  protected?: { first: number; last: number };
  /** The time of day that is counted down to: ms after midnight. */
  at?: number;
}

export interface TimerReading {
  /** Milliseconds to the end; below zero in overtime. */
  left: number;
  /** What is left, or for a count-up what is used; of a time of day that waits, that time. */
  text: string;
  phase: ClockPhase;
  /** 1 at the start of a countdown, 0 at its end; of a count-up the other way round. */
  share: number;
  questions?: "open" | "closed";
  /** Milliseconds until any of this is another; absent while the clock stands. */
  next?: number;
}

/** Overtime begins to show a second after zero: at zero itself the figures say 0:00. */
const OVER = -1000;
const DAY = 86_400_000;

export function readTimer(timer: Timer, clock: Clock, now: number): TimerReading {
  const left = leftMs(clock, now);
  if (timer.kind === "time-of-day" && clock.state === "idle")
    return { left, text: wallText((timer.at ?? 0) + left), phase: "normal", share: 1 };
  const up = timer.kind === "count-up";
  const shown = up ? clock.total - left : left;
  const reading: TimerReading = {
    left,
    text: up ? lengthText(Math.max(0, Math.floor(shown / 1000))) : countdownText(left),
    phase: phaseOf(timer, clock, left),
    share: clock.total > 0 ? Math.min(1, Math.max(0, shown / clock.total)) : 0,
  };
  const part = timer.protected;
  if (part) {
    const open = clock.state !== "idle" && left <= clock.total - part.first && left > part.last;
    reading.questions = open ? "open" : "closed";
  }
  if (clock.state === "running") reading.next = nextChange(timer, clock, left, up);
  return reading;
}

function phaseOf(timer: Timer, clock: Clock, left: number): ClockPhase {
  if (clock.total === 0) return "normal";
  if (clock.state !== "idle" && left <= OVER) return "overtime";
  if (timer.danger !== undefined && left <= timer.danger) return "danger";
  return timer.warning !== undefined && left <= timer.warning ? "warning" : "normal";
}

function nextChange(timer: Timer, clock: Clock, left: number, up: boolean): number {
  const part = timer.protected;
  const levels = [timer.warning, timer.danger, OVER, ...(part ? [clock.total - part.first, part.last] : [])];
  const ahead = levels.flatMap((level) => (level !== undefined && level < left ? [left - level] : []));
  return Math.min(up ? 1000 - ((clock.total - left) % 1000) : nextLeft(left), ...ahead);
}

const nextLeft = (left: number): number =>
  left > 0 ? left - (Math.ceil(left / 1000) - 1) * 1000 : 1000 - (-left % 1000);

/** A started second counts as a whole one; overtime carries a plus. */
function countdownText(left: number): string {
  if (left > 0) return lengthText(Math.ceil(left / 1000));
  return (left <= OVER ? "+" : "") + lengthText(Math.floor(-left / 1000));
}

const two = (value: number): string => String(value).padStart(2, "0");

/** 4:07, 1:02:03; whole seconds. */
function lengthText(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** 19:00, 19:00:30: what a clock on the wall shows so many milliseconds after midnight. */
function wallText(ms: number): string {
  const seconds = Math.floor((((ms % DAY) + DAY) % DAY) / 1000);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
  return seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`;
}
