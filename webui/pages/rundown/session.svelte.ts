/** The editor's connection, and how it changes the plan without overwriting anybody. */
import { EntryEdits, type Changes } from '$lib/entry-edits';
import { say } from '$lib/lines.svelte';
import { connect, type Receipt } from '$lib/live.svelte';
import type { Entry } from '$lib/schedule';
import { t, troubleWords } from '$lib/texts.svelte';
import type { Command, PanelData } from '$lib/wire';
import { ui } from './ui.svelte';

const PATIENCE_MS = 10_000;

export const live = connect({ view: 'panel', patience: PATIENCE_MS, pictures: false });

export function data(): PanelData {
  if (live.data === undefined) throw new Error('the editor has no data yet');
  return live.data;
}

export const plan = () => data().rundown;
export const entry = (id: string | undefined): Entry | undefined => (id === undefined ? undefined : plan().byId[id]);
export const onAir = (): string | undefined => (data().run.mode === 'on' ? data().run.item : undefined);

/** A refusal becomes a line. */
export async function act(command: Command): Promise<Receipt> {
  const receipt = await live.send(command);
  if (!receipt.ok) say(troubleWords(receipt.error), 'danger');
  return receipt;
}

// --- changing an entry ---

/** Until the plan has it; at most a second. */
export async function newer(has: () => boolean): Promise<void> {
  for (let waited = 0; waited < 1000 && !has(); waited += 20) await new Promise((done) => setTimeout(done, 20));
}

const edits = new EntryEdits({
  entry,
  newer: (id, revision) => newer(() => (entry(id)?.revision ?? 0) > revision),
  put: (of) => live.send({ type: 'rundown.put', entry: of }),
});

/**
 * Changes fields of an entry. If somebody else changed the entry meanwhile, but not these fields, both changes stand; if
 * these very fields, the person is asked (`ui.conflict`). `base`: the entry as it was when the person began.
 */
export async function change(id: string, changes: Changes, base: Entry | undefined = entry(id)): Promise<boolean> {
  const outcome = await edits.change(id, changes, base);
  if (outcome.is === 'gone') say(t('entry-gone'), 'danger');
  else if (outcome.is === 'refused') say(troubleWords(outcome.error), 'danger');
  else if (outcome.is === 'taken') ui.conflict = { id, changes: outcome.changes, theirs: outcome.theirs };
  return outcome.is === 'done';
}

/** The person's own value after all. */
export function insist(): void {
  const conflict = ui.conflict;
  ui.conflict = undefined;
  if (conflict) void change(conflict.id, conflict.changes);
}
