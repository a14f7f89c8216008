/**
 * Words in Russian and English (Fluent). `t('code', args)` is reactive: a page redraws when the language changes.
 * Order of choice: `?lang=`, this browser's stored choice, the show's language, the browser's.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

type Pattern = Parameters<FluentBundle['formatPattern']>[0];
import { store, stored } from './stored';

export type Language = 'ru' | 'en';
export const LANGUAGES: readonly Language[] = ['ru', 'en'];
const STORED = 'efir.language';

const sources: Record<Language, Record<string, string>[]> = {
  ru: [
    import.meta.glob<string>('$texts/ru/*.ftl', { query: '?raw', import: 'default', eager: true }),
    import.meta.glob<string>('../texts/ru/*.ftl', { query: '?raw', import: 'default', eager: true }),
  ],
  en: [
    import.meta.glob<string>('$texts/en/*.ftl', { query: '?raw', import: 'default', eager: true }),
    import.meta.glob<string>('../texts/en/*.ftl', { query: '?raw', import: 'default', eager: true }),
  ],
};

const bundles = new Map<Language, FluentBundle>();

function bundleOf(language: Language): FluentBundle {
  let bundle = bundles.get(language);
  if (bundle === undefined) {
    // Both languages run left to right: isolation marks would only get into copied text.
    bundle = new FluentBundle(language, { useIsolating: false });
    for (const folder of sources[language])
      for (const [path, text] of Object.entries(folder))
        for (const error of bundle.addResource(new FluentResource(text)))
          console.error(`${path}: ${error.message}`);
    bundles.set(language, bundle);
  }
  return bundle;
}

const isLanguage = (value: string | null | undefined): value is Language => value === 'ru' || value === 'en';

function chosen(): Language | undefined {
  const asked = new URLSearchParams(location.search).get('lang');
  if (isLanguage(asked)) return asked;
  const kept = stored(STORED);
  return isLanguage(kept) ? kept : undefined;
}

/** Russian for a browser that speaks neither: the first language of the house. */
const browsers = (): Language => (navigator.language.toLowerCase().startsWith('en') ? 'en' : 'ru');

const first = chosen() ?? browsers();
let current = $state<Language>(first);
document.documentElement.lang = first;

export const language = (): Language => current;

function use(next: Language): void {
  current = next;
  document.documentElement.lang = next;
}

/** The person's own choice; kept in this browser. */
export function chooseLanguage(next: Language): void {
  store(STORED, next);
  use(next);
}

/** The show's language: only for a person who has chosen none. */
export function showLanguage(next: Language | undefined): void {
  if (next !== undefined && chosen() === undefined) use(next);
}

export type Args = Record<string, FluentVariable>;

function patternOf(bundle: FluentBundle, code: string): Pattern | undefined {
  const [id = '', attribute] = code.split('.');
  const message = bundle.getMessage(id);
  return (attribute === undefined ? message?.value : message?.attributes[attribute]) ?? undefined;
}

function words(bundle: FluentBundle, code: string, args: Args | undefined): string | undefined {
  const pattern = patternOf(bundle, code);
  if (!pattern) return undefined;
  const errors: Error[] = [];
  const text = bundle.formatPattern(pattern, args, errors);
  for (const error of errors) console.warn(`${code}: ${error.message}`);
  return text;
}

/** Is there such a message (`id` or `id.attribute`) in the language spoken now? */
export const has = (code: string): boolean => patternOf(bundleOf(current), code) !== undefined;

/** The words of a message. One that is missing is said in the other language, and loudly in the console. */
export function t(code: string, args?: Args): string {
  const text = words(bundleOf(current), code, args);
  if (text !== undefined) return text;
  console.error(`no words for ${code} in ${current}`);
  return words(bundleOf(current === 'ru' ? 'en' : 'ru'), code, args) ?? words(bundleOf(current), 'common-unknown', {}) ?? '';
}

/** What to tell a person about a refused command: our words for its code, else the server's. */
export const troubleWords = (error: { code: string; args: Args; text: string } | undefined): string => {
  if (error === undefined) return t('common-unknown');
  return has(error.code) || error.text === '' ? t(error.code, error.args) : error.text;
};

/** 41, 41,5 in Russian, 41.5 in English. */
export const numberWords = (value: number, digits = 2): string =>
  new Intl.NumberFormat(current, { maximumFractionDigits: digits }).format(value);

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is a hundred times dearer than using it: a list of two thousand times has one. */
function formatOf(timeZone: string | undefined, seconds: boolean): Intl.DateTimeFormat {
  const key = `${current} ${seconds} ${timeZone ?? ''}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(current === 'en' ? 'en-GB' : 'ru', {
      hour: '2-digit',
      minute: '2-digit',
      ...(seconds ? { second: '2-digit' } : {}),
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    formats.set(key, format);
  }
  return format;
}

/** 19:04 or 19:04:31 in a zone (IANA name); UTC ms. */
export const timeOfDay = (at: number, timeZone: string | undefined, seconds = false): string =>
  formatOf(timeZone, seconds).format(at);

/** The words in a language of its own: what is sent to other people speaks the show's language, not the reader's. */
export const tIn = (of: Language, code: string, args?: Args): string => words(bundleOf(of), code, args) ?? t(code, args);
