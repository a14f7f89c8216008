/**
 * The page's address as reactive values: `?screen=` and the screens' own options. A screen that is chosen here is a step in the
 * browser's history; an option that changes is not. What is of the link itself (`t`, `as`, `lang`, `theme`, `names`) stays.
 */
import { isScreen, type ScreenName } from './screens';

const KEPT = ['t', 'as', 'lang', 'theme', 'names'];

const first = new URLSearchParams(location.search);
let query = $state.raw(first);
addEventListener('popstate', () => (query = new URLSearchParams(location.search)));

export const token = first.get('t') ?? undefined;
export const as = first.get('as') ?? undefined;

export const asked = (name: string): string | undefined => query.get(name) ?? undefined;
/** `?item=a,b` and `?item=a&item=b` are the same. */
export const askedAll = (name: string): string[] =>
  query.getAll(name).flatMap((value) => value.split(',')).filter((value) => value !== '');
/** A number within bounds; what is no number is as if it were not there. */
export function askedNumber(name: string, most: { least: number; most: number; usual: number }): number {
  const text = query.get(name);
  const value = text === null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? Math.min(most.most, Math.max(most.least, value)) : most.usual;
}
export const names = (): boolean => query.get('names') !== '0';

export function screen(): ScreenName | undefined {
  const name = query.get('screen');
  return name !== null && isScreen(name) ? name : undefined;
}

export type Options = Record<string, string>;

/** Where a screen is: with these options, and with what is of the link. */
export function addressOf(name: ScreenName | undefined, options: Options = {}): string {
  const next = new URLSearchParams();
  for (const kept of KEPT) {
    const value = query.get(kept);
    if (value !== null) next.set(kept, value);
  }
  if (name !== undefined) next.set('screen', name);
  for (const [option, value] of Object.entries(options)) next.set(option, value);
  // Commas and colons are allowed in a query, and people read these addresses.
  const text = next.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return location.pathname + (text === '' ? '' : `?${text}`);
}

export function open(name: ScreenName | undefined): void {
  if (name === screen()) return;
  history.pushState(null, '', addressOf(name));
  query = new URLSearchParams(location.search);
  scrollTo(0, 0);
}

/** Options of the screen that is shown; an empty one is left out. */
export function put(changes: Record<string, string | undefined>): void {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    if (value !== undefined && value !== '') next.set(name, value);
  }
  const text = next.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  history.replaceState(null, '', location.pathname + (text === '' ? '' : `?${text}`));
  query = next;
}
