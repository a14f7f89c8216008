/** Rectangles of changed pixels. */
import type { Region } from "./ograf.js";

/** The smallest region that holds both; an empty one adds nothing. */
export function union(a: Region, b: Region): Region {
  if (a[2] <= 0 || a[3] <= 0) return b;
  if (b[2] <= 0 || b[3] <= 0) return a;
  const x = Math.min(a[0], b[0]);
  const y = Math.min(a[1], b[1]);
  return [x, y, Math.max(a[0] + a[2], b[0] + b[2]) - x, Math.max(a[1] + a[3], b[1] + b[3]) - y];
}

export const NOWHERE: Region = [0, 0, 0, 0];

export function regionOf(elements: readonly Element[], margin: number): Region {
  return elements.reduce<Region>((all, element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return union(all, [x - margin, y - margin, width + 2 * margin, height + 2 * margin]);
  }, NOWHERE);
}
