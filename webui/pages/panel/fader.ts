import type { SoundWire } from '$lib/wire';

/** The fader's scale: 0 … 1 of its way ↔ dB. The bottom is silence (−100 dB, the least OBS takes). */
export const SILENCE_DB = -100;
const BOTTOM_DB = -60;
export const TOP_DB = 12;
/** More of the way for the loud part, as on a mixing desk. */
const CURVE = 1.6;

export function dbOf(way: number): number {
  if (way <= 0) return SILENCE_DB;
  const db = BOTTOM_DB + (TOP_DB - BOTTOM_DB) * Math.min(1, way) ** (1 / CURVE);
  return Math.round(db * 2) / 2;
}

export function wayOf(db: number): number {
  if (db <= BOTTOM_DB) return 0;
  return Math.min(1, ((db - BOTTOM_DB) / (TOP_DB - BOTTOM_DB)) ** CURVE);
}

/** −3.5 → «−3,5»; silence → «−∞». */
export function dbText(db: number, format: (value: number) => string): string {
  if (db <= BOTTOM_DB) return '−∞';
  return format(db).replace('-', '−');
}

/** A level in dBFS as 0 … 1 of the meter. */
export const meterWay = (dbfs: number | undefined): number =>
  dbfs === undefined ? 0 : Math.min(1, Math.max(0, (dbfs - BOTTOM_DB) / -BOTTOM_DB));

/** dB right now, also in the middle of a fade: even on a cubic fader, as `control/core/sources.py` has it. */
export function soundAt(sound: SoundWire, now: number): number {
  const { fade, volume } = sound;
  if (fade === undefined || now >= fade.begun + fade.duration) return volume;
  const part = Math.max(0, (now - fade.begun) / fade.duration);
  const [first, last] = [10 ** (fade.start / 60), 10 ** (volume / 60)];
  return 60 * Math.log10(first + (last - first) * part);
}
