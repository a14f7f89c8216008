/** Making long names fit: first smaller on one line, then on more lines, never cut in silence. */

const STEPS = [1, 0.94, 0.88, 0.82, 0.76] as const;
const WRAPPED = [0.88, 0.8, 0.72, 0.64, 0.56] as const;

/** Height of the text alone: `scrollHeight` counts the padding too. */
function textHeight(element: HTMLElement, style: CSSStyleDeclaration): number {
  return element.scrollHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
}

/** Sets `--fit` (a factor of the font size) and `data-lines` on the element so that its text fits in its width. */
export function fitText(element: HTMLElement, maxLines: number): void {
  const style = getComputedStyle(element);
  const wide = (): boolean => element.scrollWidth > element.clientWidth;
  const scale = (factor: number): void => element.style.setProperty("--fit", String(factor));
  element.dataset["lines"] = "1";
  for (const step of maxLines === 1 ? [...STEPS, ...WRAPPED] : STEPS) {
    scale(step);
    if (!wide()) return;
  }
  if (maxLines === 1) return;
  element.dataset["lines"] = String(maxLines);
  for (const step of WRAPPED) {
    scale(step);
    if (!wide() && textHeight(element, style) <= parseFloat(style.lineHeight) * maxLines + 2) return;
  }
}

/** What an element with a fitted text needs; `--size` is its font size in px at full scale. */
export const FIT_CSS = `
  .fit { font-size: calc(var(--size) * var(--fit, 1)); line-height: 1.14; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  .fit[data-lines="2"], .fit[data-lines="3"] { white-space: normal; overflow-wrap: anywhere; hyphens: auto; }
`;
