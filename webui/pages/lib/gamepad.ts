/**
 * A gamepad in the hand: the left stick turns, the right one zooms, the triggers pull the focus, buttons call presets.
 *
 * Of one whose mapping is not the standard one nobody knows what is where: its first two axes turn, the fourth one zooms once
 * it was seen at rest (else it is a throttle or a hat), its buttons do nothing.
 */
import type { Hand } from './hand.svelte';

export interface Buttons {
  preset: (number: number) => void;
  camera?: (step: 1 | -1) => void;
  /** Of whoever may focus. */
  focus?: (mode: 'auto' | 'manual') => void;
  /** The triggers pull the focus now. */
  pulls?: () => boolean;
  speed: () => number;
  /** Somebody is obeyed now. While nobody is, and while another window has the focus, the stick must come back to its middle first. */
  awake: () => boolean;
  /** Whether there is one. */
  seen: (there: boolean) => void;
}

/** Of the standard mapping (W3C Gamepad): X, Y, then the cross. */
const PRESETS = [2, 3, 12, 15, 13, 14];
const STOP = 1;
const PREVIOUS = 4;
const NEXT = 5;
/** A, and the one left of the middle (View, Back, Share). */
const AUTO = 0;
const MANUAL = 8;
/** The left and the right trigger. */
const NEAR = 6;
const FAR = 7;
/**
 * A stick at rest is never quite at rest, and a worn one rests far from its middle: XInput's own dead zone is 0.24. What is
 * nearer counts as let go. (Up to here it would turn a camera by a fiftieth of its speed; the curve is the server's.)
 */
const RESTS = 0.2;
const still = (value: number): number => (Math.abs(value) < RESTS ? 0 : value);

/** Firefox has gamepads only where the page came by https. */
function there(): Gamepad | undefined {
  const all = navigator.getGamepads?.().filter((one) => one?.connected === true) ?? [];
  return all.find((one) => one?.mapping === 'standard') ?? all[0] ?? undefined;
}

/** Reads it once a frame while there is one; returns its own end. */
export function readGamepad(hand: Hand, buttons: Buttons): () => void {
  let frame: number | undefined;
  let pressed: readonly boolean[] = [];
  /** The one that is read, and which of its axes have been at rest. */
  let known: number | undefined;
  const rested = new Set<number>();

  function read(): void {
    const pad = there();
    if (!pad) {
      frame = undefined;
      known = undefined;
      hand.hold('gamepad', {});
      buttons.seen(false);
      return;
    }
    frame = requestAnimationFrame(read);
    const standard = pad.mapping === 'standard';
    if (pad.index !== known) {
      known = pad.index;
      rested.clear();
    }
    // It is read by whatever page is open: only the one that is looked at may move a camera.
    if (!document.hasFocus()) {
      hand.bar('gamepad');
      return;
    }
    if (!buttons.awake()) hand.bar('gamepad');
    pad.axes.forEach((value, number) => still(value) === 0 && rested.add(number));
    const axis = (number: number): number => (standard || rested.has(number) ? still(pad.axes[number] ?? 0) * buttons.speed() : 0);
    const now = pad.buttons.map((button) => button.pressed);
    const press = (number: number): boolean => now[number] === true && pressed[number] !== true;
    // Of a trigger that is none (a mere button) only that it is down is known.
    const pull = (number: number): number => {
      const button = pad.buttons[number];
      return button === undefined ? 0 : still(button.value > 0 ? button.value : button.pressed ? 1 : 0);
    };
    const focus = standard && buttons.pulls?.() === true ? { focus: (pull(FAR) - pull(NEAR)) * buttons.speed() } : {};
    hand.hold('gamepad', { pan: axis(0), tilt: -axis(1), zoom: -axis(3), ...focus });
    if (!standard) return;
    if (press(STOP)) hand.stop();
    if (press(PREVIOUS)) buttons.camera?.(-1);
    if (press(NEXT)) buttons.camera?.(1);
    if (press(AUTO)) buttons.focus?.('auto');
    if (press(MANUAL)) buttons.focus?.('manual');
    PRESETS.forEach((button, i) => press(button) && buttons.preset(i + 1));
    pressed = now;
  }
  const came = (): void => {
    buttons.seen(true);
    frame ??= requestAnimationFrame(read);
  };
  const went = (): void => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    pressed = [];
    read();
  };
  addEventListener('gamepadconnected', came);
  addEventListener('gamepaddisconnected', went);
  if (there()) came();
  return () => {
    removeEventListener('gamepadconnected', came);
    removeEventListener('gamepaddisconnected', went);
    if (frame !== undefined) cancelAnimationFrame(frame);
    hand.hold('gamepad', {});
  };
}
