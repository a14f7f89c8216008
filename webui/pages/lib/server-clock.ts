/**
 * The server's clock on this page: `performance.now()` plus an offset, from pings with NTP's four stamps.
 * All values are milliseconds. A correction is slewed, so that a countdown never jumps on screen; a first or a large one
 * (the machine slept, another server) is taken at once.
 */
const SLEW = 0.02;
const JUMP_MS = 500;

/** Two computers' clocks part by at most so much of the time. */
const PARTING = 100e-6;

/** Between these lies the offset: the server's clock less this page's. `at` is the page's time when that was true. */
export interface Bounds {
  least: number;
  most: number;
  at: number;
}

/**
 * What one ping tells. t0 and t3: this page's `performance.now()` at sending and receiving; t1 and t2: the server's clock,
 * whole milliseconds, the rest cut off. The server read it neither before the question left nor after the answer came.
 */
export const boundsOf = (t0: number, t1: number, t2: number, t3: number): Bounds => ({
  least: t2 - t3,
  most: t1 + 1 - t0,
  at: t3,
});

/**
 * What both tell together: the quickest way there and the quickest way back count, of whichever pings. When they
 * contradict each other (the machine slept, the server is another) only what was heard last is true.
 */
export function narrow(known: Bounds | undefined, heard: Bounds): Bounds {
  if (known === undefined) return heard;
  const parted = (heard.at - known.at) * PARTING;
  const least = Math.max(known.least - parted, heard.least);
  const most = Math.min(known.most + parted, heard.most);
  return least <= most ? { least, most, at: heard.at } : heard;
}

export const middle = ({ least, most }: Bounds): number => (least + most) / 2;

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
