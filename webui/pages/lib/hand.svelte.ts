/**
 * This page's hand on a camera: the pad, the keys, the gamepad and the buttons together are one stick.
 *
 * While it is held it is said again every `RENEW_MS`; the server's side stops the camera when it falls silent for a fifth
 * of a second. Here it lets go as soon as nobody can be sure that a finger is still there: the page hidden or left, the
 * window without the focus, the touch taken away, the gamepad unplugged. Whatever was held in that moment, or when STOP was
 * pressed, moves nothing more until it has been let go.
 */
import type { Live } from './live.svelte';

export interface Stick {
  pan: number;
  tilt: number;
  zoom: number;
  focus: number;
}
export type Axis = keyof Stick;
export type Source = 'pad' | 'zoom' | 'focus' | 'keys' | 'gamepad';

const AXES: readonly Axis[] = ['pan', 'tilt', 'zoom', 'focus'];
const RENEW_MS = 50;
const FRAME_MS = 16;

export const AT_REST: Readonly<Stick> = { pan: 0, tilt: 0, zoom: 0, focus: 0 };
const moves = (stick: Partial<Stick>): boolean => AXES.some((axis) => (stick[axis] ?? 0) !== 0);
const near = (value: number): number => Math.round(Math.max(-1, Math.min(1, value)) * 100) / 100;

export class Hand {
  /** What it holds now, of all sources. */
  stick = $state.raw<Stick>({ ...AT_REST });
  /** The camera it is on. */
  camera = $state<string>();
  /** How often everything was let go: what a source knew of fingers before that, it knows no more. */
  drops = 0;

  readonly #live: Pick<Live<'panel'>, 'drive' | 'halt'>;
  readonly #held = new Map<Source, Partial<Stick>>();
  /** Those that must be let go before they are heard again. */
  readonly #barred = new Set<Source>();
  /** The camera that heard of a stick that is not at rest. */
  #moving: string | undefined;
  #said = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(live: Pick<Live<'panel'>, 'drive' | 'halt'>) {
    this.#live = live;
  }

  /** Another camera: the one before is let go. */
  take(camera: string | undefined): void {
    if (camera === this.camera) return;
    this.drop();
    this.camera = camera;
  }

  /**
   * `source` holds these axes so from now on; axes that it does not name are at rest. `gripped`: a finger is on it, also if
   * it moves nothing, as with two keys against each other.
   */
  hold(source: Source, stick: Partial<Stick>, gripped = moves(stick)): void {
    if (!gripped) {
      this.#barred.delete(source);
      if (!this.#held.delete(source)) return;
    } else if (this.#barred.has(source)) return;
    else this.#held.set(source, stick);
    this.#changed();
  }

  /** Whatever `source` holds is not heard until it has been let go. */
  bar(source: Source): void {
    this.#barred.add(source);
    if (this.#held.delete(source)) this.#changed();
  }

  /** Nobody holds anything. */
  drop = (): void => {
    this.drops += 1;
    this.#free();
  };

  /** The camera stands still, whoever moves it. */
  stop = (): void => {
    this.#free();
    if (this.camera !== undefined) this.#live.halt(this.camera);
  };

  /** Until the returned end. */
  watch(): () => void {
    const hidden = (): void => {
      if (document.visibilityState === 'hidden') this.drop();
    };
    document.addEventListener('visibilitychange', hidden);
    addEventListener('pagehide', this.drop);
    addEventListener('blur', this.drop);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', this.drop);
      removeEventListener('blur', this.drop);
      this.drop();
    };
  }

  #free(): void {
    for (const source of this.#held.keys()) this.#barred.add(source);
    this.#held.clear();
    this.#changed();
  }

  #changed(): void {
    const whole = { ...AT_REST };
    for (const held of this.#held.values()) for (const axis of AXES) whole[axis] += held[axis] ?? 0;
    for (const axis of AXES) whole[axis] = near(whole[axis]);
    if (AXES.every((axis) => whole[axis] === this.stick[axis])) return;
    this.stick = whole;
    if (!moves(whole)) this.#say();
    else this.#schedule(FRAME_MS - (performance.now() - this.#said));
  }

  #schedule(wait: number): void {
    clearTimeout(this.#timer);
    if (wait <= 0) this.#say();
    else this.#timer = setTimeout(() => this.#say(), wait);
  }

  #say(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const going = moves(this.stick);
    if (!going) {
      if (this.#moving !== undefined) this.#live.drive(this.#moving, AT_REST);
      this.#moving = undefined;
      return;
    }
    if (this.camera === undefined) return;
    this.#said = performance.now();
    this.#moving = this.camera;
    this.#live.drive(this.camera, this.stick);
    this.#timer = setTimeout(() => this.#say(), RENEW_MS);
  }
}
