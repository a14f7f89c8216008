/** The pages' clock against a server's, over a bad network: what `test_server_clock.py` looks at. Not a page. */
import { boundsOf, middle, narrow, ServerClock, type Bounds } from '../../webui/pages/lib/server-clock';

/** As `live.svelte.ts` has them. */
const FIRST_PINGS = 20;
const LATER_PINGS = 8;
const PING_GAP = 30;
const RESYNC = 20_000;
const LOOK = 50;
const FRAME = 1000 / 60;

interface Network {
  minutes: number;
  /** The page's clock runs so much too fast. */
  ppm: number;
  /** One way, ms: never less than `least`, `jitter` more on the average, each way for itself. */
  least: number;
  jitter: number;
  /** From this minute on the network lets nothing through. */
  deaf?: number;
}

export interface Seen {
  /** In frames of 1/60 s: what 99 of 100 looks are within, and the worst. */
  p99: number;
  worst: number;
  /** Looks at which the figures would have gone back. */
  backwards: number;
}

export function wander(seed: number, network: Network): Seen {
  const random = dice(seed);
  const delay = (): number => network.least - Math.log(1 - random()) * network.jitter;
  let at = 0;
  const page = (time: number): number => time * (1 + network.ppm / 1e6);
  const server = (time: number): number => 1_700_000_000_000 + time;
  const clock = new ServerClock(() => page(at));
  const errors: number[] = [];
  let shown = -Infinity;
  let backwards = 0;
  let known: Bounds | undefined;
  const lookUntil = (until: number, synchronised: boolean): void => {
    for (; at < until; at += LOOK) {
      const now = clock.now();
      if (!synchronised) continue;
      if (now < shown) backwards += 1;
      shown = now;
      errors.push(Math.abs(now - server(at)) / FRAME);
    }
    at = until;
  };
  const end = network.minutes * 60_000;
  for (let pings = FIRST_PINGS, first = true; at < end; pings = LATER_PINGS, first = false) {
    for (let i = 0; i < pings && at < (network.deaf ?? Infinity) * 60_000; i += 1) {
      const sent = at;
      const heard = sent + delay();
      const back = heard + delay();
      lookUntil(back, !first);
      // The server's stamps are whole milliseconds.
      const stamp = Math.floor(server(heard));
      known = narrow(known, boundsOf(page(sent), stamp, stamp, page(back)));
      lookUntil(back + PING_GAP, !first);
    }
    if (known) clock.set(middle(known));
    lookUntil(at + RESYNC * (0.75 + random() / 2), true);
  }
  errors.sort((a, b) => a - b);
  return { p99: errors[Math.floor(errors.length * 0.99)] ?? Infinity, worst: errors.at(-1) ?? Infinity, backwards };
}

/** mulberry32: the same numbers for the same seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
