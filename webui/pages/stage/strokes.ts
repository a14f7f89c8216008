/** When the bell rings: pure. */
import type { ClockWire } from '$lib/wire';

/** A step of the clock that is longer than this is no running: somebody added or took away time, or the page slept. */
const LONGEST_STEP_MS = 1_800;

/** How often to strike, now that the running clock went from `before` to `after` ms left: once at each warning, three times at zero. */
export function strokesAt(clock: ClockWire, before: number, after: number): number {
  if (clock.state !== 'running' || after >= before || before - after > LONGEST_STEP_MS) return 0;
  if (before > 0 && after <= 0) return 3;
  return clock.warnings.some((warning) => before > warning && after <= warning) ? 1 : 0;
}
