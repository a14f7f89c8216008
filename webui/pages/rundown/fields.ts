/** Fields of entries as people read them: what each is called, and what it says. */
import { cueWords, whenWords } from '$lib/cues';
import { columnOf } from '$lib/entry-edits';
import { lengthText, planTimeText } from '$lib/plan-times';
import { t } from '$lib/texts.svelte';
import type { Cue } from '$lib/wire';
import { namesOf } from './names';
import { entry, plan } from './session.svelte';

export const COLOURS = {
  blue: '#2F80ED', green: '#27AE60', yellow: '#F2C94C', orange: '#F2994A', red: '#EB5757', purple: '#9B51E0', sky: '#56CCF2', grey: '#828282',
} as const;
/** What can be chosen; the first is the default. */
export const CHOICES = {
  atEnd: ['wait', 'load', 'play'],
  overrun: ['absorb', 'push', 'compress', 'stop'],
  missed: ['ask', 'skip', 'hold'],
  display: ['down', 'up', 'clock', 'none'],
} as const;
export const NAMES = { atEnd: 'at-end', overrun: 'overrun', missed: 'missed', display: 'display' } as const;
export type Choice = keyof typeof CHOICES;
const isChoice = (field: string): field is Choice => field in CHOICES;

/** As the plan has them (`control/core/rundown/plan.py`), when nothing is written. */
export const WARNING = 60_000;
export const DANGER = 15_000;

const HEADINGS: Record<string, string> = {
  countToEnd: 'rundown-count-to-end', by: 'rundown-delay-length', cues: 'panel-rundown-cues',
};

export function fieldName(field: string): string {
  const column = columnOf(field);
  if (column !== undefined) return plan().fields.find((one) => one.id === column)?.label ?? t('rundown-columns');
  if (isChoice(field)) return t(`rundown-${NAMES[field]}`);
  return t(HEADINGS[field] ?? `rundown-${field}`);
}

/** `other`: what the same field says elsewhere; of two lists of cues only what is not in both is told. */
export function fieldWords(id: string, field: string, value: unknown, other: unknown): string {
  if (isChoice(field)) return t(`rundown-${NAMES[field]}-${typeof value === 'string' ? value : CHOICES[field][0]}`);
  switch (field) {
    case 'start':
      return typeof value === 'number' ? planTimeText(value) : t('rundown-value-linked');
    case 'end':
      return typeof value === 'number' ? planTimeText(value) : t('rundown-value-open');
    case 'duration':
      return lengthText(lengthOf(value, 0));
    case 'warning':
      return lengthText(lengthOf(value, WARNING));
    case 'danger':
      return lengthText(lengthOf(value, DANGER));
    case 'target':
      return typeof value === 'number' ? lengthText(value) : t('rundown-value-none');
    case 'by':
      return (lengthOf(value, 0) < 0 ? '−' : '+') + lengthText(Math.abs(lengthOf(value, 0)));
    case 'skip':
    case 'countToEnd':
      return t(value === true ? 'rundown-value-yes' : 'rundown-value-no');
    case 'colour':
      return colourWords(value);
    case 'cues':
      return cueList(id, value as Cue[] | undefined, other as Cue[] | undefined);
    default:
      return typeof value === 'string' && value !== '' ? value : t('rundown-value-none');
  }
}

const lengthOf = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

function colourWords(value: unknown): string {
  if (typeof value !== 'string') return t('rundown-colour-none');
  const name = Object.entries(COLOURS).find(([, colour]) => colour === value.toUpperCase())?.[0];
  return name === undefined ? value : t(`rundown-colour-${name}`);
}

function cueList(id: string, cues: Cue[] = [], other: Cue[] = []): string {
  const of = entry(id);
  if (of?.type !== 'item') return '';
  const words = (cue: Cue): string => `${whenWords(cue, of, planTimeText)}: ${cueWords(cue.act, namesOf())}`;
  const elsewhere = new Set(other.map((cue) => cue.id + words(cue)));
  const different = cues.filter((cue) => !elsewhere.has(cue.id + words(cue)));
  if (cues.length === 0) return t('panel-rundown-no-cues');
  return (different.length > 0 ? different : cues).map(words).join('; ');
}
