/** Keys that go down and up on the camera desk: what `test_camera_keys.py` looks at. Not a page. */
import type { Desk } from '../../webui/pages/ptz/desk.svelte';
import type { Stick } from '../../webui/pages/lib/hand.svelte';
import { keysOf } from '../../webui/pages/ptz/keys';

export interface Press {
  /** `drop`: the page let go of everything. */
  way: 'down' | 'up' | 'drop';
  code: string;
  meta?: boolean;
}

/** Where the stick is after each. */
export function hold(presses: Press[], focuses = false): Partial<Stick>[] {
  Object.assign(globalThis, { Element: class {} }); // outside a browser there is none
  let stick: Partial<Stick> = {};
  const at: Partial<Stick>[] = [];
  const desk = {
    there: true,
    factor: 1,
    hand: {
      drops: 0,
      get stick(): Stick {
        return { pan: 0, tilt: 0, zoom: 0, focus: 0, ...stick };
      },
      hold: (_: string, held: Partial<Stick>) => (stick = held),
    },
  };
  const keys = keysOf(desk as unknown as Desk, () => focuses);
  for (const { way, code, meta = false } of presses) {
    if (way === 'drop') {
      desk.hand.drops += 1;
      stick = {};
      at.push(stick);
      continue;
    }
    const key = code.startsWith('Meta') ? 'Meta' : code;
    const event = { code, key, metaKey: meta, target: null, preventDefault: () => undefined, stopPropagation: () => undefined };
    keys[way](event as unknown as KeyboardEvent);
    at.push(stick);
  }
  return at;
}
