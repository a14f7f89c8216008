/** Every hotkey of the panel: one list for the listener and for the page that shows them. */
import { pressButton, type Hotkey } from '$lib/hotkeys';
import { t } from '$lib/texts.svelte';
import { cameraKeys } from './camera-keys';
import { actOf, bellsToggle, clockAdd, clockToggle, phaseBack, phaseNext } from './desk';
import * as rundown from './rundown';
import { data, deskShown, hasBoth, panic, preview, take, toggleGraphic, act, undo } from './session.svelte';
import { ui } from './ui.svelte';

/** Two presses this close, none of which closed anything, are the panic. */
const TWICE_MS = 700;
let escaped = -Infinity;

function escape(): void {
  if (ui.deck !== 'scenes') {
    ui.deck = 'scenes';
    escaped = -Infinity;
    return;
  }
  const now = performance.now();
  if (now - escaped < TWICE_MS) {
    escaped = -Infinity;
    panic();
  } else escaped = now;
}

/** What is blocked must be held on its button: it cannot be given by one press of a key. */
function rundownGo(): void {
  if (rundown.notReady()?.some((one) => one.level === 'blocked') !== true) rundown.go();
}

/** In a window of its own, for the second monitor; the same one again if it is open. */
export function openMultiview(): void {
  window.open('/multiview', 'efir-multiview');
}

export function otherDesk(): void {
  ui.desk = deskShown() === 'rundown' ? 'debate' : 'rundown';
}

/** What stands on a button of the rundown: the button knows whether it may be pressed now, and whether it must be held. */
const BUTTONS: readonly (readonly [combo: string, words: string])[] = [
  ['Shift+KeyS', 'panel-rundown-stop'],
  ['Shift+KeyA', 'panel-rundown-arm'],
  ['Shift+KeyC', 'panel-rundown-roll'],
  ['Shift+KeyR', 'panel-rundown-rehearse'],
  ['KeyY', 'panel-key-missed-do'],
  ['Shift+KeyY', 'panel-key-missed-leave'],
  ['Shift+KeyO', 'panel-key-missed-on'],
];

export function hotkeys(): Hotkey[] {
  const { studio, debate, desk } = data();
  const air = () => t('panel-keys-air');
  const talk = () => t('panel-debate');
  const view = () => t('panel-keys-view');
  const graphics = () => t('panel-graphics');
  const keys: Hotkey[] = studio.scenes.order.slice(0, 9).map((id, i) => ({
    combo: `Digit${i + 1}`,
    group: () => t('panel-keys-preview'),
    label: () => studio.scenes.byId[id]?.name ?? '',
    run: () => preview(id),
  }));
  keys.push(
    { combo: 'Space', group: air, label: () => t('panel-key-cut'), run: () => take(false) },
    { combo: 'Enter', group: air, label: () => t('panel-key-auto'), run: () => take(true) },
    { combo: 'Escape', cap: 'Esc Esc', group: air, label: () => t('panel-key-panic'), run: escape },
  );
  studio.graphics.order.slice(0, 4).forEach((id, i) =>
    keys.push({
      combo: `F${i + 1}`,
      group: graphics,
      label: () => studio.graphics.byId[id]?.name ?? '',
      run: () => toggleGraphic(id),
    }),
  );
  keys.push({ combo: 'F8', group: graphics, label: () => t('panel-graphics-clear'), run: () => void act({ type: 'graphics.clear' }, 'graphics') });
  keys.push(
    { combo: 'Ctrl+KeyZ', group: view, label: () => t('panel-undo'), run: () => void undo() },
    { combo: 'Shift+KeyM', group: view, label: () => t('panel-mark'), run: () => void act({ type: 'marks.mark' }, 'mark') },
    { combo: 'KeyT', group: view, label: () => t('panel-timers'), run: () => ui.show('timers') },
    { combo: 'KeyC', group: view, label: () => t('panel-cameras'), run: () => ui.show('cameras') },
    { combo: 'KeyL', group: view, label: () => t('panel-log'), run: () => ui.show('log') },
    { combo: 'KeyK', group: view, label: () => t('panel-access'), run: () => ui.show('access') },
    { combo: 'KeyV', group: view, label: () => t('panel-multiview-key'), run: openMultiview },
    { combo: 'Shift+Slash', group: view, label: () => t('common-hotkeys'), run: () => ui.show('keys') },
    ...cameraKeys(),
  );
  if (hasBoth()) keys.push({ combo: 'KeyR', group: view, label: () => t('panel-key-desk'), run: otherDesk });
  if (deskShown() === 'rundown') {
    const plan = () => t('panel-rundown');
    const nudge = (ms: number) => () => rundown.addTime(ms);
    keys.push(
      { combo: 'KeyG', group: plan, label: () => t('panel-key-go'), run: rundownGo },
      { combo: 'Shift+KeyG', group: plan, label: () => t('panel-key-go-back'), run: rundown.goBack },
      { combo: 'KeyP', group: plan, label: () => t('panel-key-clock'), run: rundown.clockToggle },
      { combo: 'Minus', group: plan, label: () => t('panel-minus-ten'), run: nudge(-10_000), repeats: true },
      { combo: 'Equal', group: plan, label: () => t('panel-plus-ten'), run: nudge(10_000), repeats: true },
      { combo: 'Shift+Minus', group: plan, label: () => t('panel-minus-minute'), run: nudge(-60_000) },
      { combo: 'Shift+Equal', group: plan, label: () => t('panel-plus-minute'), run: nudge(60_000) },
      ...BUTTONS.map(([combo, words]) => ({ combo, group: plan, label: () => t(words), run: () => pressButton(combo) })),
    );
  } else if (debate && desk) {
    const timed = debate.phase === 'prepare' || debate.phase === 'debate';
    const nudge = (ms: number) => () => timed && clockAdd(ms);
    keys.push(
      {
        combo: 'KeyN',
        group: talk,
        label: () => t('panel-key-next'),
        run: () => {
          const next = actOf(desk.nextAct);
          // What must be held cannot be given by one press of a key.
          if (!next.hold) next.run?.();
        },
      },
      { combo: 'KeyP', group: talk, label: () => t('panel-key-clock'), run: () => timed && clockToggle() },
      { combo: 'Minus', group: talk, label: () => t('panel-minus-ten'), run: nudge(-10_000), repeats: true },
      { combo: 'Equal', group: talk, label: () => t('panel-plus-ten'), run: nudge(10_000), repeats: true },
      { combo: 'Shift+Minus', group: talk, label: () => t('panel-minus-minute'), run: nudge(-60_000) },
      { combo: 'Shift+Equal', group: talk, label: () => t('panel-plus-minute'), run: nudge(60_000) },
      { combo: 'KeyB', group: talk, label: () => t('panel-back'), run: () => desk.canBack && phaseBack() },
      { combo: 'Shift+KeyN', group: talk, label: () => t('panel-key-skip'), run: () => timed && phaseNext() },
      { combo: 'KeyM', group: talk, label: () => t('panel-bells-mute'), run: bellsToggle },
    );
  }
  return keys;
}
