/**
 * Hotkeys of cameras. Digits are scenes; with Shift they are the cameras of a switch, as on a mixer, with Alt the places of
 * cameras. A, S, D, ⇧F stand in a row as the buttons of the camera that is open do; what lies beside GO needs Shift.
 */
import { tick } from 'svelte';
import { pressButton, type Hotkey } from '$lib/hotkeys';
import { t } from '$lib/texts.svelte';
import type { FeedWire } from '$lib/wire';
import { SPEED_KEYS, SPEEDS, STOP_KEY } from '../ptz/desk.svelte';
import { giveOneBack, lookAt, takeAllBack } from './lending';
import { data } from './session.svelte';
import { camerasOf, chooseSwitch, follow, putCamera, switchAfter, switchOfKeys } from './switches';
import { ui } from './ui.svelte';
import { cameraName } from './words';

export const USES: readonly FeedWire['use'][] = ['auto', 'main', 'backup', 'slate'];
export const USE_KEYS: Record<FeedWire['use'], string> = { auto: 'KeyA', main: 'KeyS', backup: 'KeyD', slate: 'Shift+KeyF' };
/** Of the first switches that the open camera can be put into. */
export const INTO_KEYS: readonly string[] = ['KeyI', 'Shift+KeyI'];
export const TROUBLE_KEY = 'Alt+Digit0';
export const FIND_KEY = 'Shift+KeyE';
export const FOLLOW_KEY = 'Shift+KeyH';
export const SOFTLY_KEY = 'KeyJ';
export const OTHER_SWITCH_KEY = 'Shift+Digit0';
export const TAKE_BACK_KEY = 'KeyX';
export const GIVE_BACK_KEY = 'Shift+KeyX';
export const SKIP_KEY = 'Shift+BracketRight';
export const LEND_KEY = 'Shift+KeyL';
export const LEND_NO_MORE_KEY = 'Delete';
export const LINK_KEY = 'Shift+KeyQ';

/** `place`: from 0. ⇧7 is “?” on a Russian keyboard. */
export const switchKey = (place: number): string | undefined => (place < 6 ? `Shift+Digit${place + 1}` : undefined);
export const cameraKey = (place: number): string | undefined => (place < 9 ? `Alt+Digit${place + 1}` : undefined);

type Words = () => string;

/** What stands on a button of the drawer, or of the bottom line: the button knows whether it may be pressed now. */
const pressed = (combo: string, group: Words, label: Words): Hotkey => ({ combo, group, label, run: () => pressButton(combo) });

/** The drawer's next camera, or the one before; while it is shut the one that was open last. */
function step(by: 1 | -1): void {
  const { order } = data().studio.cameras;
  const at = order.indexOf(ui.camera ?? data().cameras.heads.order[0] ?? '');
  const next = ui.deck === 'cameras' ? (Math.max(at, 0) + by + order.length) % order.length : Math.max(at, 0);
  const id = order[next];
  if (id !== undefined) lookAt(id);
}

async function find(): Promise<void> {
  ui.deck = 'cameras';
  await tick();
  pressButton(FIND_KEY);
}

export function cameraKeys(): Hotkey[] {
  return [...lendingKeys(), ...switchKeys(), ...drawerKeys(), ...openCameraKeys()];
}

function switchKeys(): Hotkey[] {
  const id = switchOfKeys();
  const one = data().studio.switches.byId[id ?? ''];
  if (id === undefined || one === undefined) return [];
  const group = (): string => one.name;
  const keys = camerasOf(id).flatMap((camera, i): Hotkey[] => {
    const combo = switchKey(i);
    return combo === undefined ? [] : [{ combo, group, label: () => cameraName(camera), run: () => putCamera(id, camera) }];
  });
  if (one.voices) keys.push({ combo: FOLLOW_KEY, group, label: () => t('panel-switch-follow'), run: () => follow(id) });
  keys.push({ combo: SOFTLY_KEY, group, label: () => t('panel-switch-softly'), run: () => (ui.softly = !ui.softly) });
  const after = switchAfter();
  if (after !== undefined)
    keys.push({ combo: OTHER_SWITCH_KEY, group, label: () => t('panel-key-other-switch'), run: () => chooseSwitch(after) });
  return keys;
}

function drawerKeys(): Hotkey[] {
  const group = (): string => t('panel-cameras');
  const { order } = data().studio.cameras;
  const keys = order.flatMap((id, i): Hotkey[] => {
    const combo = cameraKey(i);
    return combo === undefined ? [] : [{ combo, group, label: () => cameraName(id), run: () => lookAt(id) }];
  });
  if (order.length > 0) keys.push(pressed(TROUBLE_KEY, group, () => t('panel-key-camera-trouble')));
  if (order.length > 1)
    keys.push(
      { combo: 'BracketLeft', group, label: () => t('ptz-desk-previous'), run: () => step(-1) },
      { combo: 'BracketRight', group, label: () => t('ptz-desk-next'), run: () => step(1) },
    );
  keys.push({ combo: FIND_KEY, group, label: () => t('panel-find'), run: () => void find() });
  return keys;
}

function openCameraKeys(): Hotkey[] {
  const { feeds, studio, cameras } = data();
  const group = (): string => t('panel-keys-camera');
  const keys: Hotkey[] = [];
  if (Object.keys(feeds).length > 0) keys.push(...USES.map((use) => pressed(USE_KEYS[use], group, () => t(`feed-use-${use}`))));
  const into = Math.max(0, ...studio.cameras.order.map((id) => studio.switches.order.filter((one) => camerasOf(one).includes(id)).length));
  keys.push(...INTO_KEYS.slice(0, into).map((combo, i) => pressed(combo, group, () => t('panel-key-into', { place: i + 1 }))));
  if (cameras.heads.order.length > 0)
    keys.push(
      ...SPEEDS.map((speed) => pressed(SPEED_KEYS[speed], group, () => t(`ptz-desk-speed-${speed}`))),
      pressed(STOP_KEY, group, () => t('ptz-desk-stop')),
    );
  return keys;
}

function lendingKeys(): Hotkey[] {
  if (data().cameras.heads.order.length === 0) return [];
  const group = (): string => t('panel-keys-lending');
  const keys: Hotkey[] = [
    pressed(LEND_KEY, group, () => t('panel-lend-open')),
    pressed(LINK_KEY, group, () => t('panel-lend-link-make')),
  ];
  if (data().lending.order.length > 0)
    keys.unshift(
      { combo: TAKE_BACK_KEY, group, label: () => t('panel-lend-take-back'), run: takeAllBack },
      { combo: GIVE_BACK_KEY, group, label: () => t('panel-lend-give-back'), run: giveOneBack },
      pressed(SKIP_KEY, group, () => t('panel-key-skip-guest')),
      pressed(LEND_NO_MORE_KEY, group, () => t('panel-lend-close')),
    );
  return keys;
}
