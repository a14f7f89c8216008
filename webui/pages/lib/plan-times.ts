/** Times of the plan and offsets as people read them. */

const MINUS = '−';
const two = (value: number): string => String(value).padStart(2, '0');

/** +2:30 behind, −0:15 ahead, 0:00. */
export function offsetText(ms: number): string {
  const seconds = Math.trunc(Math.abs(ms) / 1000);
  const sign = seconds === 0 ? '' : ms > 0 ? '+' : MINUS;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return sign + (hours > 0 ? `${hours}:${two(minutes)}` : String(minutes)) + `:${two(seconds % 60)}`;
}

const DAY = 86_400_000;

/** How far a zone's wall clock is ahead of UTC at a moment, ms. */
function ahead(at: number, zone: string): number {
  const parts = Object.fromEntries(wall(zone).formatToParts(at).map((part) => [part.type, Number(part.value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

const walls = new Map<string, Intl.DateTimeFormat>();
function wall(zone: string): Intl.DateTimeFormat {
  const known = walls.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric',
    hour: 'numeric', minute: 'numeric', second: 'numeric',
  });
  walls.set(zone, made);
  return made;
}

/**
 * The moment (UTC ms) of a wall time of the plan whose first day is `today` (YYYY-MM-DD), as `control.clock.moment_of`: one that the
 * clock shows twice is the first of the two, one that it skips is as long after the change as after the hour that is missing.
 */
export function planMoment(at: number, today: string, zone: string): number {
  const asUtc = Date.parse(`${today}T00:00:00Z`) + at;
  // Both sides of a change of clocks on that day.
  const before = asUtc - ahead(asUtc - DAY, zone);
  const after = asUtc - ahead(asUtc + DAY, zone);
  const fits = (moment: number): boolean => moment + ahead(moment, zone) === asUtc;
  return fits(before) || !fits(after) ? before : after;
}

/** A wall time of the plan: 10:30, 10:30:15, «01:30 +1» on the day after the first. */
export function planTimeText(at: number): string {
  const day = Math.floor(at / DAY);
  const seconds = Math.floor((at % DAY) / 1000);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}`;
  return text + (seconds % 60 ? `:${two(seconds % 60)}` : '') + (day > 0 ? ` +${day}` : '');
}
