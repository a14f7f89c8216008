/** Adding, moving, removing: what the keys and the buttons do. */
import { newId } from '$lib/ids';
import { entriesOf, type Entry } from '$lib/schedule';
import { t } from '$lib/texts.svelte';
import type { Delay, Group, Item, Milestone } from '$lib/wire';
import { act, change, entry, plan } from './session.svelte';
import { ui } from './ui.svelte';

export type Kind = Entry['type'];

export const groupOf = (of: Entry | undefined): string | undefined =>
  of === undefined ? undefined : of.type === 'group' ? undefined : (of.group ?? undefined);

const shown = (): string[] => plan().order;

function textOf(of: Entry): string {
  if (of.type === 'delay') return '';
  const number = of.type === 'group' ? '' : (of.number ?? '');
  return [number, of.title ?? '', of.note ?? '', ...Object.values(of.custom ?? {})].join(' ').toLowerCase();
}

/** The rows in the table: what the search leaves. */
export function found(): Entry[] {
  const words = ui.filter.trim().toLowerCase();
  return entriesOf(plan()).filter((of) => words === '' || textOf(of).includes(words));
}

/** The last entry of a group, or the entry itself: what stands after it does not tear the group. */
function behind(id: string | undefined): string | undefined {
  const at = entry(id);
  if (at?.type !== 'group') return id;
  return entriesOf(plan()).filter((one) => groupOf(one) === id).at(-1)?.id ?? id;
}

function blank(kind: Kind, group: string | undefined): Entry {
  const id = newId();
  const inside = group === undefined ? {} : { group };
  switch (kind) {
    case 'item':
      return { type: 'item', id, title: '', duration: 5 * 60_000, ...inside } satisfies Item;
    case 'group':
      return { type: 'group', id, title: t('rundown-new-group') } satisfies Group;
    case 'milestone':
      return { type: 'milestone', id, title: '', ...inside } satisfies Milestone;
    case 'delay':
      return { type: 'delay', id, by: 5 * 60_000, ...inside } satisfies Delay;
  }
}

/** Behind the selected entry, in its group; the new one is selected. */
export async function add(kind: Kind): Promise<void> {
  const at = entry(ui.selected);
  const group = kind === 'group' ? undefined : at?.type === 'group' ? at.id : groupOf(at);
  const after = kind === 'group' ? behind(groupOf(at) ?? ui.selected) : at?.type === 'group' ? at.id : ui.selected;
  const made = blank(kind, group);
  const place = after ?? shown().at(-1);
  const receipt = await act({ type: 'rundown.insert', entries: [made], ...(place === undefined ? {} : { after: place }) });
  if (receipt.ok) {
    ui.selected = made.id;
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-cell="${made.id}/title"]`)?.focus());
  }
}

export async function duplicate(): Promise<void> {
  const at = entry(ui.selected);
  if (at === undefined || at.type === 'group') return;
  const { revision: _, ...rest } = at;
  const copy = { ...rest, id: newId() } as Entry;
  const receipt = await act({ type: 'rundown.insert', entries: [copy], after: at.id });
  if (receipt.ok) ui.selected = copy.id;
}

export async function remove(): Promise<void> {
  const id = ui.selected;
  if (id === undefined) return;
  const order = shown();
  const at = order.indexOf(id);
  const receipt = await act({ type: 'rundown.remove', ids: [id] });
  if (receipt.ok) ui.selected = order[at + 1] ?? order[at - 1];
}

/** One place up or down; into a group and out of it at its ends. */
export async function move(step: 1 | -1): Promise<void> {
  const id = ui.selected;
  const at = entry(id);
  if (id === undefined || at === undefined) return;
  const order = shown();
  const own = order.filter((one) => one === id || groupOf(entry(one)) === id);
  const first = order.indexOf(id);
  const last = first + own.length - 1;
  if (step < 0) {
    const above = entry(order[first - 1]);
    if (above === undefined) return;
    if (at.type === 'group') {
      const top = groupOf(above) ?? above.id;
      return put(own, order[order.indexOf(top) - 1], undefined);
    }
    // Out of the group through its head; else over the entry above, or into its group's end.
    if (above.id === groupOf(at)) return put(own, order[first - 2], groupOf(entry(order[first - 2])));
    if (groupOf(above) !== groupOf(at)) return put(own, above.id, groupOf(above));
    return put(own, order[first - 2], groupOf(at));
  }
  const below = entry(order[last + 1]);
  if (at.type === 'group') return below === undefined ? undefined : put(own, behind(below.id), undefined);
  if (groupOf(at) !== undefined && groupOf(below) !== groupOf(at)) return put(own, order[first - 1], undefined);
  if (below === undefined) return;
  return put(own, below.id, below.type === 'group' ? below.id : groupOf(below));
}

async function put(ids: string[], after: string | undefined, group: string | undefined): Promise<void> {
  await act({
    type: 'rundown.move',
    ids,
    ...(after === undefined ? {} : { after }),
    ...(group === undefined ? {} : { group }),
  });
}

/** Dropped on another row: behind it, in its group. */
export async function drop(id: string, on: string): Promise<void> {
  const moved = entry(id);
  const target = entry(on);
  if (moved === undefined || target === undefined || id === on) return;
  if (moved.type === 'group') return put([id], behind(groupOf(target) ?? on), undefined);
  return put([id], on, target.type === 'group' ? on : groupOf(target));
}

/** The selected delay becomes part of the planned times: nothing moves, and it is gone. */
export async function applyDelay(): Promise<void> {
  const at = entry(ui.selected);
  if (at?.type !== 'delay') return;
  const order = shown();
  const place = order.indexOf(at.id);
  const receipt = await act({ type: 'rundown.apply-delay', delay: at.id, revision: at.revision ?? 0 });
  if (receipt.ok) ui.selected = order[place + 1] ?? order[place - 1];
}

export function toggleSkip(): void {
  const at = entry(ui.selected);
  if (at?.type === 'item') void change(at.id, (now) => ({ skip: (now as Item).skip !== true }));
}

export function toggleFlag(): void {
  const at = entry(ui.selected);
  if (at?.type === 'item') void change(at.id, (now) => ({ flag: (now as Item).flag !== true }));
}

export function select(step: number): void {
  const order = found().map((of) => of.id);
  const at = ui.selected === undefined ? -1 : order.indexOf(ui.selected);
  const next = order[Math.min(order.length - 1, Math.max(0, at + step))];
  if (next !== undefined) {
    ui.selected = next;
    document.getElementById(`row-${next}`)?.scrollIntoView({ block: 'nearest' });
  }
}
