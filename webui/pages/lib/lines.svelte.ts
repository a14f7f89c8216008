/** What to tell a person now: one line at a time at a place of its own (`LineBar`), never over a button. */
export type LineTone = 'plain' | 'good' | 'warning' | 'danger';
export interface Line {
  text: string;
  tone: LineTone;
  /** Grows with every line, so the same words twice are seen as two. */
  number: number;
}

const SHOWN_MS: Record<LineTone, number> = { plain: 4_000, good: 4_000, warning: 8_000, danger: 12_000 };

let shown = $state.raw<Line>();
let number = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

export const line = (): Line | undefined => shown;

export function say(text: string, tone: LineTone = 'plain'): void {
  number += 1;
  shown = { text, tone, number };
  clearTimeout(timer);
  timer = setTimeout(() => (shown = undefined), SHOWN_MS[tone]);
}

export function hush(): void {
  clearTimeout(timer);
  shown = undefined;
}
