/** Making long names fit: first smaller on one line, then on more lines, never cut in silence. */

const STEPS = [1, 0.94, 0.88, 0.82, 0.76] as const;
const WRAPPED = [0.88, 0.8, 0.72, 0.64, 0.56] as const;

/** Sets `--fit` (a factor of the font size) and `data-lines` on the element so that its text fits in its width. */
export function fitText(element: HTMLElement, maxLines: number): void {
  element.dataset["lines"] = "1";
  for (const scale of STEPS) {
    element.style.setProperty("--fit", String(scale));
    if (element.scrollWidth <= element.clientWidth) return;
  }
  if (maxLines === 1) {
    for (const scale of WRAPPED) {
      element.style.setProperty("--fit", String(scale));
      if (element.scrollWidth <= element.clientWidth) return;
    }
    return;
  }
  element.dataset["lines"] = String(maxLines);
  for (const scale of WRAPPED) {
    element.style.setProperty("--fit", String(scale));
    const line = parseFloat(getComputedStyle(element).lineHeight);
    if (element.scrollHeight <= line * maxLines + 2 && element.scrollWidth <= element.clientWidth) return;
  }
}

/** What an element with a fitted text needs; `--size` is its font size in px at full scale. */
export const FIT_CSS = `
  .fit { font-size: calc(var(--size) * var(--fit, 1)); line-height: 1.14; white-space: nowrap; overflow: hidden; }
  .fit[data-lines="2"], .fit[data-lines="3"] { white-space: normal; overflow-wrap: anywhere; hyphens: auto; }
`;
