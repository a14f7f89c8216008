/** How many columns make the pictures largest. Pure. */

/** The two monitors: two columns and two rows each. */
const BIG = 2;
const WIDE = 16 / 9;

export interface Grid {
  columns: number;
  /** Of a small picture, pixels, without its line of words. */
  width: number;
}

/** `count` small pictures beside and under two monitors, in a place of so many pixels; `line`: the height of the words under a picture. */
export function bestGrid(count: number, width: number, height: number, line: number, gap: number): Grid {
  let best: Grid = { columns: 2 * BIG, width: 0 };
  for (let columns = 2 * BIG; columns <= 12; columns += 1) {
    const beside = (columns - 2 * BIG) * BIG;
    const rows = BIG + Math.ceil(Math.max(0, count - beside) / columns);
    const wide = (width - (columns - 1) * gap) / columns;
    const high = ((height - (rows - 1) * gap) / rows - line) * WIDE;
    const fits = Math.floor(Math.min(wide, high));
    if (fits > best.width) best = { columns, width: fits };
  }
  return best;
}
