/**
 * Keys by where they lie (`event.code`), so ЙЦУКЕН and QWERTY are the same keyboard. A combination is written
 * `[Ctrl+][Shift+][Alt+]CODE`: `Digit1`, `Space`, `Ctrl+KeyZ`. On a Mac, Command is Ctrl.
 */
export interface Hotkey {
  combo: string;
  /** Shown in the list of keys; reactive if it reads `t`. */
  label: () => string;
  /** A heading of the list. */
  group: () => string;
  run: () => void;
  /** Held down, it comes again and again (nudges); otherwise only the first press counts. */
  repeats?: boolean;
}

const EDITABLE = 'input:not([type=checkbox],[type=radio],[type=range],[type=button]),textarea,select,[contenteditable=true]';

export function comboOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey) parts.push('Shift');
  // The numeric keypad's digits are digits.
  parts.push(event.code.replace(/^Numpad(?=\d)/, 'Digit').replace('NumpadEnter', 'Enter'));
  return parts.join('+');
}

const CAPS: Record<string, string> = {
  Space: '␣',
  Enter: '↵',
  Escape: 'Esc',
  Slash: '?',
  Minus: '−',
  Equal: '+',
  ArrowLeft: '←',
  ArrowRight: '→',
  Backspace: '⌫',
  Delete: 'Del',
  Backquote: '`',
};

/** What stands on the key cap: `Ctrl+KeyZ` → `Ctrl Z`. */
export const capOf = (combo: string): string =>
  combo === 'Shift+Slash'
    ? '?'
    : combo
        .split('+')
        .map((part) => CAPS[part] ?? part.replace(/^(Key|Digit)/, ''))
        .join(' ');

/**
 * Listens on the window; `keys` is asked at every press, so it may be a reactive list. Keys typed into a text field are the
 * field's. Returns its own end.
 */
export function listen(keys: () => readonly Hotkey[]): () => void {
  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.target instanceof Element && event.target.closest(EDITABLE)) return;
    // A button or a link that has the focus keeps Enter and Space only when it was reached by the keyboard.
    const combo = comboOf(event);
    const focused = document.activeElement;
    const plain = combo === 'Space' || combo === 'Enter';
    if (plain && focused?.matches('button:focus-visible,a:focus-visible,summary:focus-visible,[role]:focus-visible')) return;
    const key = keys().find((candidate) => candidate.combo === combo);
    if (key === undefined) return;
    event.preventDefault();
    if (event.repeat && !key.repeats) return;
    key.run();
  };
  addEventListener('keydown', press);
  // A button clicked by the mouse keeps the focus; Space would press it again on release.
  const release = (event: KeyboardEvent): void => {
    const focused = document.activeElement;
    if (event.code === 'Space' && focused instanceof HTMLButtonElement && !focused.matches(':focus-visible'))
      event.preventDefault();
  };
  addEventListener('keyup', release);
  return () => {
    removeEventListener('keydown', press);
    removeEventListener('keyup', release);
  };
}
