/** When the bell rings: pure. */
import type { ClockWire } from '$lib/wire';

/** After a longer gap the page slept: a bell for what is long past would mislead. */
const LONGEST_STEP_MS = 3_000;

/** How often to strike, now that the running clock went from `before` to `after` ms left: once at each warning, three times at zero. */
export function strokesAt(clock: ClockWire, before: number, after: number): number {
  if (clock.state !== 'running' || after >= before || before - after > LONGEST_STEP_MS) return 0;
  if (before > 0 && after <= 0) return 3;
  return clock.warnings.some((warning) => before > warning && after <= warning) ? 1 : 0;
}
