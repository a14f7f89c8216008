/** Taking edits back, and bringing them again: what somebody else did only when asked for twice. */
import { say } from '$lib/lines.svelte';
import { t } from '$lib/texts.svelte';
import type { EditWire } from '$lib/wire';
import { act, live, plan } from './session.svelte';

type Way = 'undo' | 'redo';

/** ms after the question within which a press is the answer: who presses again and again has not read it. */
const READ = 500;
const PATIENCE = 8_000;

let asked: { way: Way; edition: number; at: number } | undefined;

export const editWords = (edit: EditWire | undefined): string =>
  edit === undefined ? '' : `${t(edit.what)}${edit.name ? ` «${edit.name}»` : ''}`;

const isMine = (edit: EditWire): boolean => edit.by === [live.role, live.subject].filter(Boolean).join(':');

/** A press that follows the question about this very edit. */
function isAnswer(way: Way, edition: number): boolean {
  const since = performance.now() - (asked?.at ?? -Infinity);
  return asked?.way === way && asked.edition === edition && since >= READ && since < PATIENCE;
}

async function make(way: Way): Promise<void> {
  const edit = plan()[way];
  const { edition } = plan();
  if (edit === undefined) return say(t('nothing-to-undo'));
  if (!isMine(edit) && !isAnswer(way, edition)) {
    asked = { way, edition, at: performance.now() };
    const who = edit.by.split(':', 1)[0] ?? '';
    return say(t('rundown-edit-theirs', { who, what: editWords(edit), way }), 'warning');
  }
  asked = undefined;
  const receipt = await act({ type: `rundown.${way}`, edition });
  if (receipt.ok) say(t('rundown-edit-back', { what: editWords(edit), way }), 'good');
}

export const undo = (): void => void make('undo');
export const redo = (): void => void make('redo');
