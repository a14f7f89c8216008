/** One page's edits of an item against a server whose word comes late: what `test_entry_edits.py` looks at. Not a page. */
import { EntryEdits, carried, type Outcome, type Values } from '../../webui/pages/lib/entry-edits';
import type { Entry } from '../../webui/pages/lib/schedule';

export interface Step {
  /** Who edits: this page, or somebody else whose change the page hears of at once, or only with the next echo. */
  by: 'page' | 'other' | 'unheard';
  values: Values;
  /** Adds to a number instead of putting it. */
  add?: string;
  /** From the entry as it was at the beginning, as a field that was focused then. */
  early?: boolean;
  /** The page waits for what became of all its edits so far. */
  wait?: boolean;
}

export interface Seen {
  entry: Values;
  outcomes: Outcome[];
  /** Puts that the server took, and those it refused. */
  taken: number;
  refused: number;
}

export async function edit(steps: Step[]): Promise<Seen> {
  let server: Values = { type: 'item', id: 'a', title: 'A', duration: 1, revision: 3 };
  let page = server;
  const seen: Seen = { entry: server, outcomes: [], taken: 0, refused: 0 };
  // As the real one writes what it keeps: without what is default, the keys of a thing in an order of its own.
  const kept = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(kept);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, one]) => one !== false && one !== 0 && one !== 'start')
        .reverse()
        .map(([key, one]) => [key, kept(one)]),
    );
  };
  const write = (values: Values, before: Values = server): void =>
    void (server = { ...before, ...(kept(values) as Values), revision: Number(server['revision']) + 2 });
  const edits = new EntryEdits({
    entry: (id) => (id === 'a' ? (page as unknown as Entry) : undefined),
    put: async (of) => {
      await null;
      const ok = (of as unknown as Values)['revision'] === server['revision'];
      seen[ok ? 'taken' : 'refused'] += 1;
      if (ok) write(of as unknown as Values, {});
      await null;
      return ok ? { id: '1', ok } : { id: '1', ok, error: { code: 'entry-changed', args: {}, text: '' } };
    },
    newer: async () => {
      await null;
      page = server;
    },
  });
  const begun = page as unknown as Entry;
  const asked: Promise<Outcome>[] = [];
  for (const { by, values, add, early, wait } of steps) {
    if (by === 'page') {
      const changes = add === undefined ? values : (now: Entry) => ({ [add]: Number((now as unknown as Values)[add]) + 1 });
      asked.push(early ? edits.change('a', changes, begun) : edits.change('a', changes));
    } else write(values);
    if (by === 'other') page = server;
    if (wait) await Promise.all(asked);
  }
  seen.outcomes = await Promise.all(asked);
  seen.entry = server;
  return seen;
}

export { carried };
