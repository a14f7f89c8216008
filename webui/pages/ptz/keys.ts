/** The keyboard as a stick: it moves while a key is down. By where keys lie, so ЙЦУКЕН and QWERTY are the same. */
import type { Axis, Stick } from '$lib/hand.svelte';
import type { Grip } from './desk.svelte';

const KEYS: Record<string, readonly [Axis, 1 | -1]> = {
  ArrowRight: ['pan', 1],
  ArrowLeft: ['pan', -1],
  ArrowUp: ['tilt', 1],
  ArrowDown: ['tilt', -1],
  Equal: ['zoom', 1],
  NumpadAdd: ['zoom', 1],
  Minus: ['zoom', -1],
  NumpadSubtract: ['zoom', -1],
};
/** Only on a page of its own: in the panel letters are the panel's, and the focus is not lent. */
const FOCUS: Record<string, readonly [Axis, 1 | -1]> = { KeyA: ['focus', -1], KeyD: ['focus', 1] };
const TYPED_INTO = 'input,textarea,select,[contenteditable=true],[role=slider]';

export interface Keys {
  down: (event: KeyboardEvent) => void;
  up: (event: KeyboardEvent) => void;
  /** Nothing is known of the keys any more. */
  drop: () => void;
}

/** `focuses`: near and far are held by keys, too, now. */
export function keysOf(desk: Grip, focuses: () => boolean = () => false): Keys {
  const keyOf = (code: string): readonly [Axis, 1 | -1] | undefined => KEYS[code] ?? (focuses() ? FOCUS[code] : undefined);
  const held = new Set<string>();
  let { drops } = desk.hand;
  const tell = (): void => {
    const stick: Partial<Stick> = {};
    for (const code of held) {
      const key = keyOf(code);
      if (key) stick[key[0]] = (stick[key[0]] ?? 0) + key[1] * desk.factor;
    }
    desk.hand.hold('keys', stick, held.size > 0);
  };
  const drop = (): void => {
    held.clear();
    tell();
  };
  /** While the page let go (it was hidden, another window had the focus) a key may have gone up, and nobody told. */
  const look = (): void => {
    if (desk.hand.drops === drops) return;
    drops = desk.hand.drops;
    drop();
  };
  return {
    down: (event) => {
      look();
      // macOS tells of no key that goes up while Cmd is down.
      if (event.metaKey || event.key === 'Meta') drop();
      if (keyOf(event.code) === undefined || event.ctrlKey || event.altKey || event.metaKey || !desk.there) return;
      if (event.target instanceof Element && event.target.closest(TYPED_INTO)) return;
      event.preventDefault();
      event.stopPropagation();
      // A key that is down while the page let go moves nothing until it is pressed again.
      if (event.repeat) return;
      held.add(event.code);
      tell();
    },
    up: (event) => {
      look();
      if (event.key === 'Meta') drop();
      else if (held.delete(event.code)) tell();
    },
    drop,
  };
}
