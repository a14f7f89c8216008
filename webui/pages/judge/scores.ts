/** A ballot's numbers, and the draft of one as this device keeps it. Pure. */
import type { CriterionWire } from '$lib/wire';

/** Participant → criterion → points; what is not given yet is absent. */
export type Scores = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Draft {
  scores: Scores;
  /** The revision the server held when the draft was begun; 0: none. */
  base: number;
  /** What this device sent last: its arrival is no news from another device. */
  sent?: Scores | undefined;
  /** Date.now() of the last change. */
  at: number;
}

const DRAFT_LIVES_MS = 12 * 3_600_000;

export const withScore = (scores: Scores, participant: string, criterion: string, points: number): Scores => ({
  ...scores,
  [participant]: { ...scores[participant], [criterion]: points },
});

/** Absent while nothing is given. */
export function sumOf(scores: Scores, participant: string): number | undefined {
  const points = Object.values(scores[participant] ?? {});
  // Steps of 0.1 must not gather binary dust.
  return points.length === 0 ? undefined : Math.round(points.reduce((a, b) => a + b, 0) * 10) / 10;
}

/** [participant, criterion] that still have no points, in the order of the page. */
export const gapsOf = (scores: Scores, debaters: readonly string[], criteria: readonly CriterionWire[]): [string, string][] =>
  debaters.flatMap((debater) =>
    criteria
      .filter((criterion) => scores[debater]?.[criterion.id] === undefined)
      .map((criterion): [string, string] => [debater, criterion.id]),
  );

export function same(a: Scores | undefined, b: Scores | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const flat = (scores: Scores): string =>
    JSON.stringify(
      Object.entries(scores)
        .flatMap(([who, points]) => Object.entries(points).map(([what, value]): [string, string, number] => [who, what, value]))
        .sort(([a1, a2], [b1, b2]) => (a1 < b1 ? -1 : a1 > b1 ? 1 : a2 < b2 ? -1 : 1)),
    );
  return flat(a) === flat(b);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Only what fits this pair and these criteria; a stored draft may be of an older show. */
function scoresFrom(value: unknown, debaters: readonly string[], criteria: readonly CriterionWire[]): Scores {
  const scores: Record<string, Record<string, number>> = {};
  if (!isObject(value)) return scores;
  for (const debater of debaters) {
    const given = value[debater];
    if (!isObject(given)) continue;
    for (const { id, most } of criteria) {
      const points = given[id];
      if (typeof points === 'number' && points >= 0 && points <= most) (scores[debater] ??= {})[id] = points;
    }
  }
  return scores;
}

/** A stored draft; absent if there is none, it is old, or nothing in it fits. */
export function draftFrom(
  text: string | null,
  debaters: readonly string[],
  criteria: readonly CriterionWire[],
  now: number,
): Draft | undefined {
  if (text === null) return undefined;
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return undefined; // written by something else under our name
  }
  if (!isObject(kept) || typeof kept['at'] !== 'number' || typeof kept['base'] !== 'number') return undefined;
  const scores = scoresFrom(kept['scores'], debaters, criteria);
  if (now - kept['at'] > DRAFT_LIVES_MS || Object.keys(scores).length === 0) return undefined;
  const sent = kept['sent'] === undefined ? undefined : scoresFrom(kept['sent'], debaters, criteria);
  return { scores, base: kept['base'], sent, at: kept['at'] };
}
