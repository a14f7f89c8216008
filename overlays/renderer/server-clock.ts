/**
 * The server's clock in a page, NTP-style: the offset of the ping with the shortest round trip among the recent ones,
 * approached slowly, so that a countdown never jumps. Times are UTC milliseconds.
 */

interface Sample {
  offset: number;
  roundTrip: number;
  at: number;
}

/** Samples older than this no longer speak for the clock's present drift. */
const KEEP_MS = 120_000;
/** A wrong clock is put right at once beyond this; below it is slewed. */
const STEP_MS = 250;
/** How fast it is slewed: milliseconds per millisecond, invisible in a countdown. */
const SLEW_RATE = 0.02;

export class ServerClock {
  readonly #local: () => number;
  #samples: Sample[] = [];
  #wanted = Date.now() - performance.now();
  #offset = this.#wanted;
  #readAt: number;

  constructor(local: () => number = () => performance.now()) {
    this.#local = local;
    this.#readAt = local();
  }

  now(): number {
    const local = this.#local();
    const gap = this.#wanted - this.#offset;
    const reach = Math.max(0, local - this.#readAt) * SLEW_RATE;
    this.#readAt = local;
    this.#offset += Math.abs(gap) > STEP_MS ? gap : Math.sign(gap) * Math.min(Math.abs(gap), reach);
    return local + this.#offset;
  }

  /** What a ping carries: this page's own monotonic time. */
  stamp(): number {
    return this.#local();
  }

  /** The welcome's time, before any ping is back. */
  guess(serverNow: number): void {
    if (this.#samples.length === 0) this.#wanted = this.#offset = serverNow - this.#local();
  }

  /** `t0` ours at sending, `t1` the server's at receipt, `t2` the server's at sending. */
  pong(t0: number, t1: number, t2: number): void {
    const t3 = this.#local();
    const sample = { offset: (t1 - t0 + t2 - t3) / 2, roundTrip: t3 - t0 - (t2 - t1), at: t3 };
    const first = this.#samples.length === 0;
    this.#samples = [...this.#samples.filter((old) => t3 - old.at < KEEP_MS), sample];
    this.#wanted = this.#samples.reduce((best, one) => (one.roundTrip < best.roundTrip ? one : best)).offset;
    if (first) this.#offset = this.#wanted;
  }
}
