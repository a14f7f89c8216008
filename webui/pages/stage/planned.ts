/** The bells of named timers, each after its own plan. */
import { leftMs } from '$lib/clock';
import { clockOf, strokesBetween } from '$lib/timer';
import type { TimerWire } from '$lib/wire';

export class PlannedBells {
  #heard = new Map<string, { target: number | undefined; left: number }>();

  /**
   * How often to strike now, and in how many milliseconds to look again (absent: no timer with bells runs). A clock whose
   * target moved is another clock: time taken away jumps over a bell, and rings nothing.
   */
  look(timers: Record<string, TimerWire>, now: number): { strokes: number; next?: number } {
    const heard = this.#heard;
    this.#heard = new Map();
    let strokes = 0;
    let next = Infinity;
    for (const [id, timer] of Object.entries(timers)) {
      const clock = clockOf(timer);
      if (timer.bells.length === 0 || clock?.state !== 'running') continue;
      const left = leftMs(clock, now);
      const key = `${id} ${timer.active ?? ''}`;
      const before = heard.get(key);
      if (before?.target === clock.target) strokes = Math.max(strokes, strokesBetween(timer, before?.left ?? left, left));
      this.#heard.set(key, { target: clock.target, left });
      const ahead = timer.bells.flatMap((bell) => (bell.left < left ? [left - bell.left] : []));
      next = Math.min(next, 1000, ...ahead);
    }
    return Number.isFinite(next) ? { strokes, next } : { strokes };
  }
}
