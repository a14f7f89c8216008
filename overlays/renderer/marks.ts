/**
 * Machine-readable marks for tests: one row of square blocks along the lower edge, black and white, outside the safe
 * area. `overlays/marks.py` reads them back from a received picture and documents the layout; change both together.
 */
import type { Shown } from "../graphics/kit/ograf.js";

export const BLOCK = 24;
const SYNC = [1, 0, 1, 1, 0, 0, 1, 0];
const SECONDS_BITS = 13;
const POINTS_BITS = 12;
/** Points are carried in tenths, the finest step of a rulebook. */
const POINTS_SCALE = 10;
/** Bit of each graphic in the "on" byte. */
export const GRAPHIC_BITS: Readonly<Record<string, number>> = {
  "debate-clock": 0,
  "lower-third": 1,
  "score-bug": 2,
  "result-card": 3,
};

export interface OnAir {
  graphic: string;
  shown: Shown;
}

const bits = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => (Math.floor(value / 2 ** (count - 1 - index)) % 2));

const optional = (value: number | undefined, count: number): number[] =>
  value === undefined ? bits(0, count + 1) : [1, ...bits(Math.min(2 ** count - 1, Math.max(0, Math.round(value))), count)];

/** CRC-8, polynomial 0x07, over bits. */
export function crc8(payload: readonly number[]): number {
  let crc = 0;
  for (const bit of payload) {
    const top = (crc >> 7) ^ bit;
    crc = ((crc << 1) & 0xff) ^ (top ? 0x07 : 0);
  }
  return crc;
}

export function encodeMarks(onAir: readonly OnAir[]): number[] {
  let on = 0;
  let seconds: number | undefined;
  const points: { first?: number; second?: number } = {};
  for (const { graphic, shown } of onAir) {
    on |= 1 << (GRAPHIC_BITS[graphic] ?? 7);
    seconds ??= shown.secondsLeft;
    Object.assign(points, shown.points);
  }
  const scaled = (value: number | undefined): number | undefined => (value === undefined ? undefined : value * POINTS_SCALE);
  const payload = [
    ...bits(on, 8),
    seconds !== undefined && seconds < 0 ? 1 : 0,
    ...optional(seconds === undefined ? undefined : Math.abs(seconds), SECONDS_BITS),
    ...optional(scaled(points.first), POINTS_BITS),
    ...optional(scaled(points.second), POINTS_BITS),
  ];
  return [...SYNC, ...payload, ...bits(crc8(payload), 8), ...[...SYNC].reverse()];
}

/** Paints the row into a canvas of its own, only when it changed. */
export class MarksRow {
  readonly #canvas = document.createElement("canvas");
  #painted = "";

  constructor(stage: HTMLElement) {
    this.#canvas.className = "marks";
    stage.append(this.#canvas);
  }

  /** True if the row was painted anew. */
  show(onAir: readonly OnAir[]): boolean {
    const row = encodeMarks(onAir);
    const key = row.join("");
    if (key === this.#painted) return false;
    this.#painted = key;
    this.#canvas.width = row.length * BLOCK;
    this.#canvas.height = BLOCK;
    const context = this.#canvas.getContext("2d");
    row.forEach((bit, index) => {
      if (!context) return;
      context.fillStyle = bit ? "#fff" : "#000";
      context.fillRect(index * BLOCK, 0, BLOCK, BLOCK);
    });
    return true;
  }

  get element(): Element {
    return this.#canvas;
  }

  remove(): void {
    this.#canvas.remove();
  }
}
