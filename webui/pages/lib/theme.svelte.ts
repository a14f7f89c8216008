/** Light or dark: `?theme=`, else this browser's stored choice, else what the page was made for (`<html data-theme>`), else the system's. */
import { store, stored } from './stored';

export type Theme = 'light' | 'dark';
const STORED = 'efir.theme';
const isTheme = (value: string | null | undefined): value is Theme => value === 'light' || value === 'dark';

const systems = matchMedia('(prefers-color-scheme: dark)');
const made = document.documentElement.dataset['theme'];
const asked = new URLSearchParams(location.search).get('theme');
const kept = stored(STORED);
const first = isTheme(asked) ? asked : isTheme(kept) ? kept : isTheme(made) ? made : undefined;
let choice = $state<Theme | undefined>(first);
let dark = $state(systems.matches);
systems.addEventListener('change', (event) => (dark = event.matches));
if (first !== undefined) document.documentElement.dataset['theme'] = first;

export const theme = (): Theme => choice ?? (dark ? 'dark' : 'light');

export function chooseTheme(next: Theme): void {
  choice = next;
  store(STORED, next);
  document.documentElement.dataset['theme'] = next;
}
