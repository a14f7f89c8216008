/**
 * A second hand: `at` is the moment, and changes just after every whole second of the clock it reads (in a fast rehearsal less
 * often), at once when a page is looked at again, and whenever something that `read` depends on does. For times of day and sums;
 * a countdown has `Clock.svelte`, which wakes on seconds of its own.
 */
const LEAST_MS = 200;

export class Ticker {
  at = $state(0);
  readonly #read: () => number;
  readonly #rate: () => number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `read` gives UTC ms; `rate`, how many of them pass in one of ours. Inside a component or `$effect.root`. */
  constructor(read: () => number, rate: () => number) {
    this.#read = read;
    this.#rate = rate;
    this.at = read();
    $effect(() => {
      this.#tick();
      const look = (): void => this.#tick();
      document.addEventListener('visibilitychange', look);
      return () => {
        clearTimeout(this.#timer);
        document.removeEventListener('visibilitychange', look);
      };
    });
  }

  #tick(): void {
    clearTimeout(this.#timer);
    const now = this.#read();
    this.at = now;
    const rest = (1000 - (now % 1000) + 1) / this.#rate();
    this.#timer = setTimeout(() => this.#tick(), Math.max(LEAST_MS, rest));
  }
}
