/** The prompter's arithmetic. Pure. */

export const wordsIn = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/** px a second, so that a text of `words` words, drawn `height` px high, takes as long as at `speed` words a minute. */
export const pixelsPerSecond = (height: number, words: number, speed: number): number =>
  words === 0 ? 0 : (height / words) * (speed / 60);

export interface Paragraph {
  text: string;
  /** In square brackets: to be done, not said. */
  aside: boolean;
}

export const paragraphs = (script: string): Paragraph[] =>
  script.split(/\n+/).map((line) => line.trim()).filter(Boolean).map((text) => ({ text, aside: /^\[.*\]$/.test(text) }));
