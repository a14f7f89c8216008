/** The editor's connection, and how it changes the plan without overwriting anybody. */
import { say } from '$lib/lines.svelte';
import { connect, type Receipt } from '$lib/live.svelte';
import type { Entry } from '$lib/schedule';
import { t, troubleWords } from '$lib/texts.svelte';
import type { Command, Item, PanelData } from '$lib/wire';
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

type Field = keyof Item;
export type Changes = Record<string, unknown>;

/** What is the default is not sent: the same entry is the same bytes. */
function withChanges(of: Entry, changes: Changes): Entry {
  const next: Record<string, unknown> = { ...of };
  for (const [field, value] of Object.entries(changes)) {
    if (value === undefined || value === null || value === '') delete next[field];
    else next[field] = value;
  }
  return next as unknown as Entry;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const at = (of: Entry | undefined, field: string): unknown => (of as unknown as Record<string, unknown> | undefined)?.[field];

/**
 * Changes fields of an entry. If somebody else changed the entry meanwhile, but not these fields, both changes stand; if
 * these very fields, the person is asked (`ui.conflict`). `base`: the entry as it was when the person began.
 */
export async function change(id: string, changes: Changes, base: Entry | undefined = entry(id)): Promise<boolean> {
  for (let tries = 0; tries < 5; tries += 1) {
    const now = entry(id);
    if (now === undefined || base === undefined) {
      say(t('entry-gone'), 'danger');
      return false;
    }
    const taken = Object.keys(changes).filter((field) => !same(at(now, field), at(base, field)));
    if (taken.length > 0) {
      ui.conflict = { id, changes, theirs: Object.fromEntries(taken.map((field) => [field, at(now, field)])) };
      return false;
    }
    const receipt = await live.send({ type: 'rundown.put', entry: withChanges(now, changes) });
    if (receipt.ok) return true;
    if (receipt.error?.code !== 'entry-changed') {
      say(troubleWords(receipt.error), 'danger');
      return false;
    }
    await newer(id, now.revision ?? 0);
  }
  say(t('entry-changed', { entry: '' }), 'danger');
  return false;
}

/** Until the other's change has come here, too; at most a second. */
async function newer(id: string, revision: number): Promise<void> {
  for (let waited = 0; waited < 1000 && (entry(id)?.revision ?? 0) <= revision; waited += 20)
    await new Promise((done) => setTimeout(done, 20));
}

/** The person's own value after all. */
export function insist(): void {
  const conflict = ui.conflict;
  ui.conflict = undefined;
  if (conflict) void change(conflict.id, conflict.changes);
}

export type { Field };
