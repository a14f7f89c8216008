/** How cameras that Efir reads are: a level, what a hand keeps from the air, what OBS hears, what was before. Pure. */
import type { ChangeWire, FeedMeasures, FeedWire, LineWire } from './wire';

/** `look`: it is on the air with something wrong, or by its backup; `bad`: no good picture goes out. */
export type Level = 'ok' | 'look' | 'bad' | 'unknown';
export type LineName = ChangeWire['line'];

/** dBFS. */
export const SILENT = -120;

const LEVELS: Record<LineWire['condition'], Level> = { unknown: 'unknown', ok: 'ok', doubtful: 'look', bad: 'bad', away: 'bad' };

export const lineLevel = (line: LineWire): Level => LEVELS[line.condition];

/** The line that goes out now. */
export const shownLine = (feed: FeedWire): LineWire | undefined =>
  feed.showing === 'main' ? feed.main : feed.showing === 'backup' ? feed.backup : undefined;

export function feedLevel(feed: FeedWire): Level {
  if (feed.process !== undefined && feed.process !== 'running') return 'bad';
  if (feed.showing === undefined) return 'unknown';
  if (feed.showing === 'slate') return feed.use === 'slate' ? 'look' : 'bad';
  if (feed.showing === 'held') return 'bad';
  const line = shownLine(feed);
  const level = line === undefined ? 'unknown' : lineLevel(line);
  if (level !== 'ok') return level;
  return feed.showing === 'backup' || lineLevel(feed.main) !== 'ok' ? 'look' : 'ok';
}

/** The line that would go out by itself, and does not, since the other one is held by hand and is not fit for the air. */
export function keptOut(feed: FeedWire): LineName | undefined {
  if (feed.use !== 'main' && feed.use !== 'backup') return undefined;
  const [other, held] = feed.use === 'main' ? (['backup', feed.main] as const) : (['main', feed.backup] as const);
  const unfit = feed.showing === 'held' || feed.showing === 'slate' || (held !== undefined && lineLevel(held) === 'bad');
  const condition = feed[other]?.condition;
  return unfit && (condition === 'ok' || condition === 'doubtful') ? other : undefined;
}

/** dBFS of what OBS is given: of the line that goes out; a picture that stands and the slate are silent. Absent: nothing is measured. */
export function sentPeak(measured: FeedMeasures | undefined): number | undefined {
  if (measured === undefined) return undefined;
  const line = measured.shown === 'main' ? measured.main : measured.shown === 'backup' ? measured.backup : undefined;
  return line?.peak ?? SILENT;
}

export interface Spell extends ChangeWire {
  /** UTC ms; absent: it is so still. */
  until?: number;
}

/** The newest first, each with its end: the next change of the same line. */
export function spells(changes: readonly ChangeWire[]): Spell[] {
  const next = new Map<LineName, number>();
  return [...changes].reverse().map((change) => {
    const until = next.get(change.line);
    next.set(change.line, change.seen.since);
    return until === undefined ? change : { ...change, until };
  });
}
