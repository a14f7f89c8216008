import { t } from './texts.svelte';

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
  /** What stands on the key cap, if the combination alone does not say it. */
  cap?: string;
  /** Held down, it comes again and again (nudges); otherwise only the first press counts. */
  repeats?: boolean;
}

/**
 * Presses the button that bears this key for as long as the key is down: what must be held is held, and the button shows it.
 * A button that is not there, or asleep, is not pressed; one that is folded away is only shown.
 */
export function pressButton(combo: string): void {
  const button = document.querySelector<HTMLButtonElement>(`button[data-key="${combo}"]`);
  if (button === null || button.disabled) return;
  // What is folded away is shown first: nobody presses, or holds, what he does not see.
  const folded = button.closest<HTMLDetailsElement>('details:not([open])');
  if (folded !== null) folded.open = true;
  // What is only pressed moves nothing on the page: a finger may be on the pad, or over another button.
  if (folded === null && button.dataset['hold'] === undefined) return button.click();
  button.scrollIntoView({ block: 'nearest' });
  if (folded !== null) return;
  button.dispatchEvent(new PointerEvent('pointerdown', { button: 0, bubbles: true }));
  const release = (): void => {
    removeEventListener('keyup', release);
    removeEventListener('blur', release);
    button.dispatchEvent(new PointerEvent('pointerleave'));
  };
  addEventListener('keyup', release);
  addEventListener('blur', release);
}

const ALT_DIGIT = /^Alt\+Digit/;
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
  Shift: '⇧',
  Escape: 'Esc',
  Slash: '/',
  Minus: '−',
  Equal: '+',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Backspace: '⌫',
  Delete: 'Del',
  Insert: 'Ins',
  BracketLeft: '[',
  BracketRight: ']',
  Period: '.',
  Backquote: '`',
};

/** What stands on the key cap: `Ctrl+KeyZ` → `Ctrl Z`. */
export function capOf(combo: string): string {
  if (combo === 'Space') return t('common-key-space');
  if (combo === 'Shift+Slash') return '?';
  const parts = combo.split('+').map((part) => CAPS[part] ?? part.replace(/^(Key|Digit)/, ''));
  return parts.join(' ').replace('⇧ ', '⇧');
}

/**
 * Listens on the window; `keys` is asked at every press, so it may be a reactive list. Keys typed into a text field are the
 * field's. Returns its own end.
 */
export function listen(keys: () => readonly Hotkey[]): () => void {
  let byPointer = false;
  const press = (event: KeyboardEvent): void => {
    byPointer = false;
    if (event.defaultPrevented || event.isComposing) return;
    if (event.target instanceof HTMLElement && event.target.closest(EDITABLE)) {
      // Escape only leaves the field: pressed once more it is a hotkey again.
      if (event.code === 'Escape') event.target.blur();
      return;
    }
    const combo = comboOf(event);
    // Who walked to a button by Tab presses that button.
    const plain = combo === 'Space' || combo === 'Enter';
    if (plain && document.activeElement?.matches('button,a,summary,[role=tab]')) return;
    const all = keys();
    const key = all.find((candidate) => candidate.combo === combo);
    // Beside a place that there is, a browser would go to another of its tabs.
    if (key === undefined && ALT_DIGIT.test(combo) && all.some((other) => ALT_DIGIT.test(other.combo))) event.preventDefault();
    if (key === undefined) return;
    event.preventDefault();
    if (event.repeat && !key.repeats) return;
    key.run();
  };
  addEventListener('keydown', press);
  // A button pressed by the mouse would keep the focus, and Space would press it again instead of being a hotkey.
  const clicked = (event: MouseEvent): void => {
    const focused = document.activeElement;
    if (event.detail > 0 && focused instanceof HTMLElement && focused.matches('button,a,summary,input[type=range]')) focused.blur();
  };
  addEventListener('click', clicked);
  const down = (): void => void (byPointer = true);
  addEventListener('pointerdown', down);
  // What was chosen by the mouse is chosen: with the focus on it the next key would change it instead of being a hotkey.
  const chosen = (event: Event): void => {
    if (byPointer && event.target instanceof HTMLSelectElement) event.target.blur();
  };
  addEventListener('change', chosen);
  return () => {
    removeEventListener('keydown', press);
    removeEventListener('click', clicked);
    removeEventListener('pointerdown', down);
    removeEventListener('change', chosen);
  };
}
