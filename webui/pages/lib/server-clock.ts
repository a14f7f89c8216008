/**
 * The server's clock on this page: `performance.now()` plus an offset (NTP's four stamps, best round trip wins).
 * All values are milliseconds. A correction is slewed, so that a countdown never jumps on screen; a first or a large one
 * (the machine slept, another server) is taken at once.
 */
const SLEW = 0.02;
const JUMP_MS = 500;

export interface Sample {
  offset: number;
  roundTrip: number;
}

/** t0 and t3: this page's `performance.now()` at sending and receiving; t1 and t2: the server's clock. */
export const sampleOf = (t0: number, t1: number, t2: number, t3: number): Sample => ({
  offset: (t1 - t0 + (t2 - t3)) / 2,
  roundTrip: t3 - t0 - (t2 - t1),
});

export const best = (samples: readonly Sample[]): Sample | undefined =>
  samples.reduce<Sample | undefined>((a, b) => (a && a.roundTrip <= b.roundTrip ? a : b), undefined);

export class ServerClock {
  #from: number;
  #to: number;
  #since = 0;
  #known = false;
  readonly #read: () => number;

  constructor(read: () => number = () => performance.now()) {
    this.#read = read;
    // Until the server has spoken, this machine's own clock is the best guess.
    this.#from = this.#to = Date.now() - read();
  }

  /** UTC milliseconds on the server's clock. */
  now = (): number => {
    const at = this.#read();
    return at + this.#offset(at);
  };

  set(offset: number): void {
    const at = this.#read();
    const shown = this.#offset(at);
    const jump = !this.#known || Math.abs(offset - shown) > JUMP_MS;
    this.#from = jump ? offset : shown;
    this.#to = offset;
    this.#since = at;
    this.#known = true;
  }

  /** A rough first setting from one stamp; the pings that follow make it exact. */
  setRoughly(serverNow: number): void {
    if (!this.#known) this.#from = this.#to = serverNow - this.#read();
  }

  #offset(at: number): number {
    const difference = this.#to - this.#from;
    const most = (at - this.#since) * SLEW;
    return Math.abs(difference) <= most ? this.#to : this.#from + Math.sign(difference) * most;
  }
}
