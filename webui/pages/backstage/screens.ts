/** The screens and what their addresses may ask for (docs/screens.md). */
export const SCREENS = ['backstage', 'cuesheet', 'countdown', 'clock', 'timers', 'prompter', 'confidence', 'crew'] as const;
export type ScreenName = (typeof SCREENS)[number];

export const isScreen = (name: string): name is ScreenName => (SCREENS as readonly string[]).includes(name);

export interface Bounds {
  least: number;
  most: number;
  usual: number;
  step: number;
}

/** Words a minute: a speaker's pace; and px. */
export const SPEED: Bounds = { least: 20, most: 400, usual: 120, step: 5 };
export const SIZE: Bounds = { least: 20, most: 200, usual: 72, step: 4 };

/**
 * `flag`: `usual` says whether it holds without a word in the address; `value` is written when it does not.
 * `parts`: what can be left out (`?hide=`); `columns`: what is shown. `choice` and `several` ask the show for what there is.
 */
export type Option =
  | { name: string; kind: 'flag'; usual: boolean }
  | { name: string; kind: 'parts'; values: readonly string[] }
  | { name: string; kind: 'columns' }
  | { name: string; kind: 'several'; from: 'timers' }
  | { name: string; kind: 'text' }
  | { name: string; kind: 'number'; bounds: Bounds }
  | { name: string; kind: 'choice'; from: readonly string[] | 'items' | 'scripts' | 'groups' | 'cameras' | 'fields' };

export const COMMON: readonly Option[] = [
  { name: 'lang', kind: 'choice', from: ['ru', 'en'] },
  { name: 'theme', kind: 'choice', from: ['dark', 'light'] },
  { name: 'names', kind: 'flag', usual: true },
];

export const OPTIONS: Record<ScreenName, readonly Option[]> = {
  backstage: [{ name: 'hide', kind: 'parts', values: ['clock', 'offset', 'end', 'flag', 'timers', 'list', 'strip', 'message'] }],
  cuesheet: [
    { name: 'columns', kind: 'columns' },
    { name: 'filter', kind: 'text' },
    { name: 'group', kind: 'choice', from: 'groups' },
    { name: 'past', kind: 'flag', usual: true },
  ],
  countdown: [{ name: 'item', kind: 'choice', from: 'items' }],
  clock: [
    { name: 'style', kind: 'choice', from: ['digital', 'ring'] },
    { name: 'seconds', kind: 'flag', usual: true },
  ],
  timers: [{ name: 'timer', kind: 'several', from: 'timers' }],
  prompter: [
    { name: 'item', kind: 'choice', from: 'scripts' },
    { name: 'speed', kind: 'number', bounds: SPEED },
    { name: 'size', kind: 'number', bounds: SIZE },
    { name: 'mirror', kind: 'flag', usual: false },
    { name: 'flip', kind: 'flag', usual: false },
  ],
  confidence: [{ name: 'hide', kind: 'parts', values: ['clock', 'timer', 'next', 'message'] }],
  crew: [
    { name: 'camera', kind: 'choice', from: 'cameras' },
    { name: 'field', kind: 'choice', from: 'fields' },
  ],
};
