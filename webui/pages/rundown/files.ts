/** The rundown as a file: what it would bring, bringing it, and taking it out. */
import { Refused } from '$lib/api';
import { language } from '$lib/texts.svelte';
import type { ImportAnswer, ProblemAnswer } from '$lib/wire';

export const IN = { '.xlsx': 'xlsx', '.csv': 'csv', '.tsv': 'csv', '.txt': 'csv', '.rundown.json': 'json', '.json': 'ontime' } as const;
export const OUT = ['xlsx', 'csv', 'pdf', 'ics', 'ontime', 'json'] as const;
export const REPORT = ['xlsx', 'csv'] as const;
export type InFormat = (typeof IN)[keyof typeof IN];

/** By how the name ends; undefined: none that can be read. */
export function formatOf(name: string): InFormat | undefined {
  const lower = name.toLowerCase();
  return Object.entries(IN).find(([ending]) => lower.endsWith(ending))?.[1];
}

export interface Choices {
  /** By column: a meaning; an empty one is a guess. */
  mapping: readonly (string | null)[];
  sheet?: string;
  rundown?: string;
  clock?: string;
}

/** `edition`: bring it, if the rundown is still of that edition; without it only a look. Throws `Refused`. */
export async function read(file: Blob, format: InFormat, choices: Choices, edition?: number): Promise<ImportAnswer> {
  const query = new URLSearchParams({ format, language: language() });
  if (choices.mapping.some((one) => one !== null)) query.set('mapping', JSON.stringify(choices.mapping));
  for (const name of ['sheet', 'rundown', 'clock'] as const) if (choices[name]) query.set(name, choices[name]);
  if (edition !== undefined) {
    query.set('apply', 'true');
    query.set('edition', String(edition));
  }
  let response: Response;
  try {
    response = await fetch(`/api/rundown/import?${query}`, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/octet-stream' },
      body: file,
    });
  } catch (error) {
    console.warn('import', error);
    throw new Refused(0, undefined);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new Refused(response.status, answer as ProblemAnswer | undefined);
  return answer as ImportAnswer;
}

export const outHref = (format: string): string => `/api/rundown/export?format=${format}&language=${language()}`;
export const reportHref = (format: string): string => `/api/rundown/report?format=${format}&language=${language()}`;
