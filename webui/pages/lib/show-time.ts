/** The show's own time: a rehearsal runs `rate` times as fast as the clock on the wall. Pure. */
import type { RunWire } from './wire';

/** `now`: UTC ms on the server's clock. All moments of the run, of the plan and of its forecast are show time. */
export const showTime = (run: Pick<RunWire, 'tempo'>, now: number): number =>
  run.tempo === undefined ? now : run.tempo.show + (now - run.tempo.real) * run.tempo.rate;

/** How many show milliseconds pass in one of ours. */
export const rateOf = (run: Pick<RunWire, 'tempo'>): number => run.tempo?.rate ?? 1;
