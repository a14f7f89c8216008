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

/** A wall time of the plan: 10:30, 10:30:15, «01:30 +1» on the day after the first. */
export function planTimeText(at: number): string {
  const day = Math.floor(at / DAY);
  const seconds = Math.floor((at % DAY) / 1000);
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}`;
  return text + (seconds % 60 ? `:${two(seconds % 60)}` : '') + (day > 0 ? ` +${day}` : '');
}
