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

export const DAY = 86_400_000;
/** As `control/core/rundown/plan.py`. */
export const MOST_DAYS = 14;

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

/** What the wall clock shows at a moment (UTC ms), as a time of a plan that begins on `today`: as `control.clock.plan_time`. */
export const planTime = (moment: number, today: string, zone: string): number =>
  moment + ahead(moment, zone) - Date.parse(`${today}T00:00:00Z`);

/** A wall time of the plan: 10:30, 10:30:15, «01:30 +1» on the day after the first. */
export function planTimeText(at: number): string {
  const day = Math.floor(at / DAY);
  const seconds = Math.floor((at % DAY) / 1000);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}`;
  return text + (seconds % 60 ? `:${two(seconds % 60)}` : '') + (day > 0 ? ` +${day}` : '');
}

/** A typed wall time, ms of the plan: «9», «930», «9:30», «9.30», «21:05:30», «01:30 +1». Undefined: not understood. */
export function parseTime(text: string): number | undefined {
  const found = /^\s*(\d{1,2})(?:[:.\s]?(\d{2}))?(?:[:.](\d{2}))?\s*(?:\+\s*(\d{1,2}))?\s*$/.exec(text);
  if (found === null) return undefined;
  const [hours, minutes, seconds, days] = found.slice(1).map((part) => Number(part ?? 0));
  if (hours! > 47 || minutes! > 59 || seconds! > 59) return undefined;
  const time = days! * DAY + ((hours! * 60 + minutes!) * 60 + seconds!) * 1000;
  return time < MOST_DAYS * DAY ? time : undefined;
}

const UNITS: Record<string, number> = {
  h: 3_600_000, ч: 3_600_000, m: 60_000, min: 60_000, м: 60_000, мин: 60_000, s: 1000, sec: 1000, с: 1000, сек: 1000,
};

/** A typed length, ms: «5» is five minutes, «1:30» a minute and a half, «1:00:00» an hour, «90s», «1h30m», «5 мин». */
export function parseDuration(text: string): number | undefined {
  const clean = text.trim().toLowerCase().replace(',', '.');
  if (/^\d+(\.\d+)?$/.test(clean)) return Math.round(Number(clean) * 60_000);
  const clock = /^(?:(\d+):)?(\d{1,3}):(\d{2})$/.exec(clean);
  if (clock) {
    const [hours, minutes, seconds] = clock.slice(1).map((part) => Number(part ?? 0));
    return seconds! > 59 || (clock[1] !== undefined && minutes! > 59) ? undefined : ((hours! * 60 + minutes!) * 60 + seconds!) * 1000;
  }
  let sum = 0;
  const rest = clean.replace(/(\d+(?:\.\d+)?)\s*([a-zа-я]+)\.?\s*/g, (_, number: string, unit: string) => {
    sum += Number(number) * (UNITS[unit] ?? Number.NaN);
    return '';
  });
  return rest === '' && clean !== '' && Number.isFinite(sum) ? Math.round(sum) : undefined;
}

/** 5:00, 1:02:30: lengths as they are typed. */
export const lengthText = (ms: number): string => {
  const text = offsetText(Math.abs(ms)).replace('+', '');
  return ms < 0 ? MINUS + text : text;
};
