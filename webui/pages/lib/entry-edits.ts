/**
 * Edits of entries that overwrite nobody and do not quarrel with themselves: those of one entry are made one after another, each
 * on what the one before has left. Somebody else's change of another field stands beside; of the same field it is told.
 */
import type { Receipt } from './live.svelte';
import type { Entry } from './schedule';
import type { Problem } from './wire';

export type Values = Record<string, unknown>;
/** Values, or what to make of the entry as it is when the edit's turn comes. */
export type Changes = Values | ((now: Entry) => Values);

export type Outcome =
  | { is: 'done' }
  | { is: 'gone' }
  | { is: 'refused'; error?: Problem }
  /** Somebody else changed fields that this edit changes, too; `theirs`: what they are now. */
  | { is: 'taken'; changes: Values; theirs: Values };

export interface Plan {
  entry: (id: string) => Entry | undefined;
  put: (entry: Entry) => Promise<Receipt>;
  /** Until the plan holds a newer revision of the entry, or nobody believes in it any more. */
  newer: (id: string, revision: number) => Promise<void>;
}

/** The last value of a field that was written here, and the revision it was written over. */
interface Own {
  over: number;
  value: unknown;
}

const TRIES = 5;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
/** What is default, the server leaves out, and it puts keys in an order of its own: what comes back is not byte for byte what was sent. */
const bare = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, one]) => !DEFAULTS.has(one));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, bare(one)]));
};
const DEFAULTS = new Set<unknown>([undefined, null, false, 0, '', 'start']);
const alike = (a: unknown, b: unknown): boolean => same(DEFAULTS.has(a) ? null : bare(a), DEFAULTS.has(b) ? null : bare(b));
const COLUMN = 'custom/';
/** A column of the show's own as a field: two people who write two columns of one entry do not meet. */
export const columnField = (id: string): string => COLUMN + id;
export const columnOf = (field: string): string | undefined => (field.startsWith(COLUMN) ? field.slice(COLUMN.length) : undefined);
const columnsOf = (of: Values): Values => ({ ...(of['custom'] as Values | undefined) });

const at = (of: Entry, field: string): unknown => {
  const [values, column] = [of as unknown as Values, columnOf(field)];
  return column === undefined ? values[field] : columnsOf(values)[column];
};

const isDefault = (value: unknown): boolean => value === undefined || value === null || value === '';
function put(values: Values, field: string, value: unknown): void {
  if (isDefault(value)) delete values[field];
  else values[field] = value;
}

/** What is the default is not sent: the same entry is the same bytes. */
function withValues(of: Entry, values: Values): Entry {
  const next: Values = { ...of };
  for (const [field, value] of Object.entries(values)) {
    const column = columnOf(field);
    if (column === undefined) put(next, field, value);
    else {
      const columns = columnsOf(next);
      put(columns, column, value);
      put(next, 'custom', Object.keys(columns).length > 0 ? columns : undefined);
    }
  }
  return next as unknown as Entry;
}

/** What made `to` of `from`, made of `onto` as well; another type of thing is `to` itself. */
export function carried<Thing extends { type: string }>(from: Thing, to: Thing, onto: Thing): Thing {
  if (to.type !== onto.type) return to;
  const [before, after, made] = [from as unknown as Values, to as unknown as Values, { ...onto } as unknown as Values];
  for (const field of Object.keys({ ...before, ...after })) {
    if (same(before[field], after[field])) continue;
    if (field in after) made[field] = after[field];
    else delete made[field];
  }
  return made as unknown as Thing;
}

export class EntryEdits {
  readonly #plan: Plan;
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #own = new Map<string, Map<string, Own>>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** `base`: the entry as it was when the person began. */
  change(id: string, changes: Changes, base: Entry | undefined = this.#plan.entry(id)): Promise<Outcome> {
    const before = this.#last.get(id) ?? Promise.resolve();
    const turn = before.then(() => this.#make(id, changes, base));
    this.#last.set(id, turn);
    void turn.then(() => {
      if (this.#last.get(id) === turn) this.#last.delete(id);
    });
    return turn;
  }

  async #make(id: string, changes: Changes, base: Entry | undefined): Promise<Outcome> {
    let receipt: Receipt | undefined;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const now = this.#plan.entry(id);
      if (now === undefined || base === undefined) return { is: 'gone' };
      const values = typeof changes === 'function' ? changes(now) : changes;
      const taken = Object.keys(values).filter((field) => this.#isTaken(id, field, now, base));
      if (taken.length > 0) return { is: 'taken', changes: values, theirs: Object.fromEntries(taken.map((field) => [field, at(now, field)])) };
      const next = withValues(now, values);
      if (same(next, now)) return { is: 'done' };
      receipt = await this.#plan.put(next);
      const revision = now.revision ?? 0;
      if (receipt.ok) this.#remember(id, values, next, revision);
      else if (receipt.error?.code !== 'entry-changed') break;
      await this.#plan.newer(id, revision);
      if (receipt.ok) return { is: 'done' };
    }
    return { is: 'refused', ...(receipt?.error ? { error: receipt.error } : {}) };
  }

  /** Changed since `base`, and not from here. */
  #isTaken(id: string, field: string, now: Entry, base: Entry): boolean {
    if (same(at(now, field), at(base, field))) return false;
    const own = this.#own.get(id)?.get(field);
    return own === undefined || own.over < (base.revision ?? 0) || !alike(at(now, field), own.value);
  }

  #remember(id: string, values: Values, written: Entry, over: number): void {
    const fields = this.#own.get(id) ?? new Map<string, Own>();
    for (const field of Object.keys(values)) fields.set(field, { over, value: at(written, field) });
    this.#own.set(id, fields);
  }
}
