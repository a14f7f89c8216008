/** Ids that people read, made from names: «Кофе-брейк 2» → `kofe-breyk-2`. Pure. */
const CYRILLIC: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o',
  п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e',
  ю: 'yu', я: 'ya', і: 'i', ї: 'yi', є: 'ye', ґ: 'g', ў: 'u',
};
/** Of an id the half that fits into a link and onto a button (`control/show/parts.py` allows 63). */
const LONGEST = 32;

/** An id none of `taken` is; of a name without Latin or Cyrillic letters or digits, `other`. */
export function slug(name: string, taken: readonly string[], other: string): string {
  const plain = [...name.normalize('NFC').toLowerCase()].map((char) => CYRILLIC[char] ?? char).join('');
  // What is left of é is e.
  const words = plain.normalize('NFD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-');
  const first = words.replace(/^-/, '').slice(0, LONGEST).replace(/-$/, '') || other;
  let found = first;
  for (let n = 2; taken.includes(found); n += 1) found = `${first}-${n}`;
  return found;
}
