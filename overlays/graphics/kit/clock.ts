/** Reading a clock: pure, `now` is an argument (UTC ms on the server's clock). */

export interface Clock {
  state: "idle" | "running" | "paused" | "done";
  /** Milliseconds at the start. */
  total: number;
  /** Running: when it reaches zero, UTC ms. */
  target?: number;
  /** Idle and paused: what is left, ms. */
  left?: number;
  /** Milliseconds left at which the clock warns; the last is the danger. */
  warnings?: readonly number[];
}

export type ClockPhase = "normal" | "warning" | "danger" | "overtime";

export interface ClockReading {
  /** Whole seconds as painted; below zero in overtime. */
  seconds: number;
  /** 1 at the start, 0 at zero and after. */
  share: number;
  phase: ClockPhase;
  /** Milliseconds until the painted seconds change; absent while the clock stands. */
  next?: number;
}

export function leftMs(clock: Clock, now: number): number {
  if (clock.state === "running" && clock.target !== undefined) return clock.target - now;
  if (clock.state === "done") return 0;
  return clock.left ?? clock.total;
}

/** A started second counts as a whole one, so a clock of 5:00 shows 5:00 first and 0:00 exactly at zero. */
export function readClock(clock: Clock, now: number): ClockReading {
  const left = leftMs(clock, now);
  const seconds = left > 0 ? Math.ceil(left / 1000) : -Math.floor(-left / 1000);
  const share = clock.total > 0 ? Math.min(1, Math.max(0, (seconds * 1000) / clock.total)) : 0;
  const reading: ClockReading = { seconds: seconds === 0 ? 0 : seconds, share, phase: phaseOf(clock, left) };
  if (clock.state === "running") reading.next = left > 0 ? left - (seconds - 1) * 1000 : 1000 - (-left % 1000);
  return reading;
}

function phaseOf(clock: Clock, left: number): ClockPhase {
  if (clock.state === "running" && left <= -1000) return "overtime";
  const warnings = [...(clock.warnings ?? [])].sort((a, b) => b - a);
  const danger = warnings.length > 1 ? warnings[warnings.length - 1] : undefined;
  if (danger !== undefined && left <= danger) return "danger";
  if (warnings[0] !== undefined && left <= warnings[0]) return "warning";
  return "normal";
}

/** 4:07, 1:02:03; overtime carries a plus. */
export function clockText(seconds: number): string {
  const whole = Math.abs(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, "0");
  const sign = seconds < 0 ? "+" : "";
  return hours > 0 ? `${sign}${hours}:${String(minutes).padStart(2, "0")}:${rest}` : `${sign}${minutes}:${rest}`;
}
