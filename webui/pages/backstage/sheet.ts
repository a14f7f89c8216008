/** Which rows of the cue sheet are shown. Pure. */
import type { Entry } from '$lib/schedule';

export interface Wanted {
  filter: string;
  /** Only this group's entries; '': all. */
  group: string;
  /** False: without what is over. */
  past: boolean;
}

const fold = (text: string): string => text.toLocaleLowerCase().replaceAll('ё', 'е');

/** Every word of the filter is somewhere in the row; ё is е. */
export function matches(words: string, filter: string): boolean {
  const row = fold(words);
  return fold(filter).split(/\s+/).every((word) => row.includes(word));
}

/**
 * The entries to show, in order. A group's heading stands as long as anything under it does, or if the heading itself is what was
 * looked for; then all of the group does. `words`: what can be found in an entry. `over`: it has been.
 */
export function shownEntries(entries: readonly Entry[], wanted: Wanted, words: (entry: Entry) => string, over: (entry: Entry) => boolean): Entry[] {
  const found = new Set<string>();
  const headings = new Set<string>();
  for (const entry of entries) {
    const group = entry.type === 'group' ? entry.id : (entry.group ?? '');
    if (wanted.group !== '' && group !== wanted.group) continue;
    if (entry.type === 'group') {
      if (wanted.filter.trim() !== '' && matches(words(entry), wanted.filter)) headings.add(entry.id);
      continue;
    }
    if (!wanted.past && over(entry)) continue;
    if (!headings.has(group) && !matches(words(entry), wanted.filter)) continue;
    found.add(entry.id);
    if (group !== '') found.add(group);
  }
  const plain = wanted.filter.trim() === '' && wanted.past;
  return entries.filter(
    (entry) =>
      found.has(entry.id) ||
      (entry.type === 'group' && (plain ? wanted.group === '' || wanted.group === entry.id : headings.has(entry.id))),
  );
}
