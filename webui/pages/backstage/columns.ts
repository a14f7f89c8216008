/** The cue sheet's columns. A column of the show's own is `field:ID`. */
import { t } from '$lib/texts.svelte';
import type { Field } from '$lib/wire';

export interface Column {
  id: string;
  label: string;
  /** A CSS grid track. */
  track: string;
  /** Its least width, px. */
  least: number;
  field?: string;
}

const fixed = (px: number): { track: string; least: number } => ({ track: `${px}px`, least: px });
const wide = (px: number, share: number): { track: string; least: number } => ({ track: `minmax(${px}px, ${share}fr)`, least: px });

/** All there are, in their order; reactive to the language. The number is always there: it is what people say. */
export function columnsOf(fields: readonly Field[]): Column[] {
  return [
    { id: 'number', label: t('backstage-column-number'), ...fixed(64) },
    { id: 'start', label: t('backstage-column-start'), ...fixed(92) },
    { id: 'expected', label: t('backstage-column-expected'), ...fixed(96) },
    { id: 'duration', label: t('backstage-column-duration'), ...fixed(84) },
    { id: 'title', label: t('backstage-column-title'), ...wide(200, 2.2) },
    { id: 'note', label: t('backstage-column-note'), ...wide(160, 2) },
    ...fields.map((field) => ({ id: `field:${field.id}`, label: field.label, field: field.id, ...wide(140, 1.4) })),
    { id: 'cues', label: t('backstage-column-cues'), ...wide(240, 2.6) },
  ];
}

/** Those the address asks for; an address that names none that exist asks for all. */
export function chosenColumns(all: readonly Column[], asked: readonly string[]): Column[] {
  const chosen = all.filter((column) => column.id === 'number' || asked.includes(column.id));
  return chosen.length > 1 ? chosen : [...all];
}
