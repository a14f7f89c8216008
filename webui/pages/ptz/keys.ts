/** The keyboard as a stick: it moves while a key is down. By where keys lie, so ЙЦУКЕН and QWERTY are the same. */
import type { Grip } from './desk.svelte';
import type { Axis, Stick } from './hand.svelte';

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
const TYPED_INTO = 'input,textarea,select,[contenteditable=true],[role=slider]';

export interface Keys {
  down: (event: KeyboardEvent) => void;
  up: (event: KeyboardEvent) => void;
  /** Nothing is known of the keys any more. */
  drop: () => void;
}

export function keysOf(desk: Grip): Keys {
  const held = new Set<string>();
  const tell = (): void => {
    const stick: Partial<Stick> = {};
    for (const code of held) {
      const key = KEYS[code];
      if (key) stick[key[0]] = (stick[key[0]] ?? 0) + key[1] * desk.factor;
    }
    desk.hand.hold('keys', stick);
  };
  const drop = (): void => {
    held.clear();
    tell();
  };
  return {
    down: (event) => {
      // macOS tells of no key that goes up while Cmd is down.
      if (event.metaKey || event.key === 'Meta') drop();
      if (KEYS[event.code] === undefined || event.ctrlKey || event.altKey || event.metaKey || !desk.there) return;
      if (event.target instanceof Element && event.target.closest(TYPED_INTO)) return;
      event.preventDefault();
      event.stopPropagation();
      // A key that is down while the page let go (it was hidden) moves nothing until it is pressed again.
      if (event.repeat) return;
      if (desk.hand.stick.pan === 0 && desk.hand.stick.tilt === 0 && desk.hand.stick.zoom === 0) held.clear();
      held.add(event.code);
      tell();
    },
    up: (event) => {
      if (event.key === 'Meta') drop();
      else if (held.delete(event.code)) tell();
    },
    drop,
  };
}
