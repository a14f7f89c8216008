/**
 * The live protocol (docs/architecture.md) as reactive values. One `Live` a page.
 *
 * `data` is replaced, never mutated: a slice that a patch does not name keeps its identity, so
 * `const program = $derived(live.data?.program)` wakes nobody in vain.
 */
import { SvelteMap } from 'svelte/reactivity';
import { newId } from './ids';
import { merge } from './merge';
import { Outbox, type Waiting } from './outbox';
import { boundsOf, middle, narrow, ServerClock, type Bounds } from './server-clock';
import type { ByeCode, Command, Drive, FromClient, FromServer, Language, Problem, Telemetry, ViewName, Views, Welcome } from './wire';

/** connecting: nothing to show yet. stale: the last picture, the server is silent. refused: come back with another link. */
export type Status = 'connecting' | 'live' | 'stale' | 'refused';

/** What became of a command. `error.text` is empty when this page itself gave up. */
export interface Receipt {
  id: string;
  ok: boolean;
  seq?: number;
  error?: Problem;
}

/** Byte 0 of a binary frame. */
/** A monitor, or a scene by its place in the show. */
export type Channel = 'program' | 'preview' | number;
const MONITORS: readonly Channel[] = ['program', 'preview'];

export interface Options<Name extends ViewName> {
  view: Name;
  /** Without it the session cookie speaks. */
  token?: string;
  /** Which link's session speaks, where one browser holds several; by default the page's own `?as=`. */
  as?: string | undefined;
  language?: Language;
  /** False: this page has no monitors. */
  pictures?: boolean;
  /** How long a command without a receipt is sent again, ms. A take must not happen minutes later; a ballot must. */
  patience?: number;
  /** A name under which unsent commands survive a reload (judges). */
  keep?: string;
}

const STALE_MS = 2_000;
/** A socket this silent is dead, whatever the kernel thinks (a laptop that slept, a Wi-Fi that moved). */
const DEAD_MS = 6_000;
const FIRST_PINGS = 20;
const LATER_PINGS = 8;
/** Bytes. */
const MOST_HELD_BACK = 2_048;
const PING_GAP_MS = 30;
const PING_TIMEOUT_MS = 1_000;
const RESYNC_MS = 20_000;
const RETRY_FIRST_MS = 250;
const RETRY_MOST_MS = 5_000;
/** After these the server would have us back; after any other `bye` only another link or a sign-in helps. */
const PASSING: ReadonlySet<ByeCode> = new Set<ByeCode>(['too-slow', 'going-away']);

export class Live<Name extends ViewName> {
  /** The whole view; absent until the first snapshot. */
  data = $state.raw<Views[Name]>();
  status = $state<Status>('connecting');
  /** Why the server refused; only with `status === 'refused'`. */
  refusal = $state<ByeCode>();
  role = $state<string>();
  subject = $state<string>();
  /** This connection, as the hand on a camera (telemetry `heads`). */
  hand = $state<string>();
  version = $state<string>();
  /** Why the hand of this page is not obeyed (guests' alone): the newest reason; the same one said anew is another object. */
  declined = $state.raw<Problem>();
  /** Commands without a receipt, oldest first. */
  waiting = $state.raw<readonly Waiting[]>([]);

  readonly #telemetry = new SvelteMap<string, unknown>();
  readonly #clock = new ServerClock();
  readonly #options: Options<Name>;
  readonly #outbox: Outbox;
  readonly #promises = new Map<string, (receipt: Receipt) => void>();
  readonly #pictures = new Map<Channel, Set<(picture: Blob) => void>>();
  readonly #receipts = new Set<(receipt: Receipt) => void>();
  readonly #pings = new Map<number, (heard: Bounds) => void>();
  readonly #patience: number;

  #held: FromServer[] | undefined;
  #looks: string[] = [];
  readonly #heldPictures = new Map<Channel, ArrayBuffer>();
  #holding: ReturnType<typeof setTimeout> | undefined;
  #socket: WebSocket | undefined;
  #welcomed = false;
  /** Bytes of one message. */
  #largest = Infinity;
  #epoch: string | undefined;
  #seq = 0;
  #heard = 0;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #round = 0;
  /** Of the server's clock, from all pings so far. */
  #bounds: Bounds | undefined;
  #ended = false;
  readonly #watch: ReturnType<typeof setInterval>;

  constructor(options: Options<Name>) {
    this.#options = options;
    this.#patience = options.patience ?? Infinity;
    this.#outbox = new Outbox(options.keep);
    this.waiting = this.#outbox.all;
    this.#watch = setInterval(() => this.#look(), 250);
    addEventListener('online', this.#hurry);
    document.addEventListener('visibilitychange', this.#hurry);
    this.#open();
  }

  /** UTC milliseconds on the server's clock. Not reactive: read it when drawing. */
  now = (): number => this.#clock.now();

  /** The newest value of a telemetry key; reactive per key. */
  seen<Key extends keyof Telemetry>(key: Key): Telemetry[Key] {
    return this.#telemetry.get(key) as Telemetry[Key];
  }

  /** Resolves with the receipt, which means durable; never rejects. Offline it waits for at most `patience`. */
  send(command: Command, id: string = newId()): Promise<Receipt> {
    const entry: Waiting = { id, command, subject: this.subject ?? '', at: Date.now() };
    return new Promise((resolve) => {
      this.#promises.set(id, resolve);
      this.#outbox.add(entry);
      this.waiting = this.#outbox.all;
      if (this.#welcomed) this.#do(entry);
    });
  }

  /** Where a hand holds the stick of a camera: lossy, not answered. False: it was not said, for nobody would hear it now. */
  drive(camera: string, stick: Omit<Drive, 'type' | 'camera'>): boolean {
    // What a broken network holds back would move the camera later, when nobody expects it. Letting go moves nothing.
    const moves = Object.values(stick).some((axis) => axis !== 0);
    if (!this.#welcomed || (moves && (this.#socket?.bufferedAmount ?? 0) > MOST_HELD_BACK)) return false;
    this.#put({ type: 'drive', camera, ...stick });
    return true;
  }

  /** A guest's name, for the crew. Not answered; to be said again after every connection. */
  introduce(name: string): void {
    if (this.#welcomed) this.#put({ type: 'introduce', name });
  }

  /** Everything of this camera stands still, whoever moves it. */
  halt(camera: string): void {
    this.#put({ type: 'halt', camera });
  }

  /** Pictures of these cameras are shown, and of no others any more; beside those that the view has anyway. */
  look(cameras: readonly string[]): void {
    if (cameras.join() === this.#looks.join()) return;
    this.#looks = [...cameras];
    if (this.#welcomed) this.#put({ type: 'look', cameras: this.#looks });
  }

  /**
   * Draws nothing new until the switcher tells what it shows, for `ms` at most. On a computer that also mixes the
   * picture, what the page draws in the moment of a take is time that the take lacks.
   */
  hold(ms: number): void {
    if (this.status !== 'live') return;
    this.#held ??= [];
    clearTimeout(this.#holding);
    this.#holding = setTimeout(() => this.#catchUp(), ms);
  }

  /** JPEGs as they come; returns its own unsubscribe. */
  onPicture(channel: Channel, callback: (picture: Blob) => void): () => void {
    const viewers = this.#pictures.get(channel) ?? new Set();
    this.#pictures.set(channel, viewers.add(callback));
    return () => viewers.delete(callback);
  }

  /** Every receipt, also those of commands given before a reload; returns its own unsubscribe. */
  onReceipt(callback: (receipt: Receipt) => void): () => void {
    this.#receipts.add(callback);
    return () => this.#receipts.delete(callback);
  }

  /** Asks the server again after a refusal. */
  again(): void {
    this.refusal = undefined;
    this.status = this.data ? 'stale' : 'connecting';
    this.#open();
  }

  close(): void {
    this.#ended = true;
    clearInterval(this.#watch);
    clearTimeout(this.#holding);
    clearTimeout(this.#retry);
    removeEventListener('online', this.#hurry);
    document.removeEventListener('visibilitychange', this.#hurry);
    this.#socket?.close();
  }

  // --- the connection ---

  #open(): void {
    clearTimeout(this.#retry);
    this.#drop();
    const address = new URL('/live', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#heard = performance.now();
    socket.onopen = () => this.#hello();
    socket.onmessage = (message: MessageEvent<string | ArrayBuffer>) => {
      if (socket !== this.#socket) return;
      if (typeof message.data === 'string') this.#take(JSON.parse(message.data) as FromServer);
      else this.#show(message.data);
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost();
    };
  }

  #hello(): void {
    const { view, token, language, pictures } = this.#options;
    const as = this.#options.as ?? new URLSearchParams(location.search).get('as') ?? undefined;
    const since: [string, number] | undefined =
      this.#epoch !== undefined && this.data ? [this.#epoch, this.#seq] : undefined;
    // JSON leaves out what is undefined.
    this.#put({ type: 'hello', view, token, as, language, since, pictures } as FromClient);
  }

  #put(message: FromClient): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #drop(): void {
    this.#catchUp();
    const old = this.#socket;
    this.#socket = undefined;
    this.#welcomed = false;
    this.#round += 1;
    this.#pings.clear();
    old?.close();
  }

  #lost(): void {
    this.#drop();
    if (this.#ended || this.status === 'refused') return;
    if (this.data) this.status = 'stale';
    const most = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** this.#attempt);
    this.#attempt += 1;
    this.#retry = setTimeout(() => this.#open(), most * (0.5 + Math.random() / 2));
  }

  /** The network or the person is back: do not wait for the timer. */
  #hurry = (): void => {
    if (this.#ended || document.visibilityState === 'hidden' || this.status === 'refused') return;
    if (this.#socket?.readyState === WebSocket.OPEN) void this.#synchronise(FIRST_PINGS);
    else if (this.#socket === undefined) this.#open();
  };

  #look(): void {
    const silence = performance.now() - this.#heard;
    if (this.#socket && silence > DEAD_MS) this.#lost();
    else if (this.status === 'live' && silence > STALE_MS) this.status = 'stale';
    if (this.#patience === Infinity) return;
    for (const entry of this.#outbox.all)
      if (Date.now() - entry.at > this.#patience)
        this.#settle({ id: entry.id, ok: false, error: { code: 'common-no-answer', args: {}, text: '' } });
  }

  // --- what the server says ---

  #take(message: FromServer): void {
    this.#heard = performance.now();
    if (this.#held && message.type !== 'pong') {
      this.#held.push(message);
      if (message.type === 'live' && message.key === 'shown') this.#catchUp();
      return;
    }
    if (this.status === 'stale' && this.#welcomed && this.data) this.status = 'live';
    switch (message.type) {
      case 'welcome':
        return this.#welcome(message);
      case 'snapshot':
        this.data = message.data as Views[Name];
        this.#seq = message.seq;
        this.status = 'live';
        return;
      case 'patch':
        if (this.data === undefined || message.from !== this.#seq) {
          this.#epoch = undefined; // asks for a whole snapshot
          return this.#hello();
        }
        this.data = merge(this.data, message.data);
        this.#seq = message.seq;
        this.status = 'live';
        return;
      case 'pong': {
        const answer = this.#pings.get(message.t0);
        this.#pings.delete(message.t0);
        answer?.(boundsOf(message.t0, message.t1, message.t2, performance.now()));
        return;
      }
      case 'receipt':
        return this.#settle(message);
      case 'declined':
        this.declined = message.error;
        return;
      case 'live':
        this.#telemetry.set(message.key, message.data);
        return;
      case 'bye':
        if (!PASSING.has(message.code)) {
          this.refusal = message.code;
          this.status = 'refused';
        }
        return;
      case 'beat':
        return;
    }
  }

  #welcome(message: Welcome): void {
    this.#clock.setRoughly(message.now);
    if (this.#epoch !== message.epoch) this.#telemetry.clear();
    this.#epoch = message.epoch;
    this.role = message.role;
    this.subject = message.subject;
    this.hand = message.hand;
    this.version = message.version;
    this.#largest = message.largest;
    const first = !this.#welcomed;
    this.#welcomed = true;
    this.#attempt = 0;
    if (this.data) this.status = 'live';
    if (!first) return;
    if (this.#looks.length > 0) this.#put({ type: 'look', cameras: this.#looks });
    void this.#synchronise(FIRST_PINGS);
    for (const entry of this.#outbox.all)
      if (entry.subject === '' || entry.subject === (message.subject ?? '')) this.#do(entry);
  }

  #do(entry: Waiting): void {
    const message: FromClient = { type: 'do', id: entry.id, command: entry.command };
    // The server would end the connection over it, and again after every return.
    if (new TextEncoder().encode(JSON.stringify(message)).length > this.#largest)
      return this.#settle({ id: entry.id, ok: false, error: { code: 'common-too-large', args: {}, text: '' } });
    this.#put(message);
  }

  #settle(receipt: Receipt): void {
    this.#outbox.remove(receipt.id);
    this.waiting = this.#outbox.all;
    this.#promises.get(receipt.id)?.(receipt);
    this.#promises.delete(receipt.id);
    for (const callback of this.#receipts) callback(receipt);
  }

  #catchUp(): void {
    clearTimeout(this.#holding);
    const held = this.#held;
    this.#held = undefined;
    for (const message of held ?? []) this.#take(message);
    for (const frame of this.#heldPictures.values()) this.#show(frame);
    this.#heldPictures.clear();
  }

  #show(frame: ArrayBuffer): void {
    this.#heard = performance.now();
    const byte = new Uint8Array(frame, 0, 1)[0] ?? 0;
    const channel = MONITORS[byte] ?? byte - MONITORS.length;
    if (this.#held) {
      this.#heldPictures.set(channel, frame);
      return;
    }
    const callbacks = this.#pictures.get(channel);
    if (callbacks === undefined || callbacks.size === 0) return;
    const picture = new Blob([new Uint8Array(frame, 1)], { type: 'image/jpeg' });
    for (const callback of callbacks) callback(picture);
  }

  // --- the clock ---

  async #synchronise(count: number): Promise<void> {
    const round = ++this.#round;
    for (let i = 0; i < count && round === this.#round; i += 1) {
      const heard = await this.#ping();
      if (heard) this.#bounds = narrow(this.#bounds, heard);
      await new Promise((resolve) => setTimeout(resolve, PING_GAP_MS));
    }
    if (round !== this.#round) return;
    if (this.#bounds) this.#clock.set(middle(this.#bounds));
    setTimeout(
      () => {
        if (round === this.#round) void this.#synchronise(LATER_PINGS);
      },
      RESYNC_MS * (0.75 + Math.random() / 2),
    );
  }

  #ping(): Promise<Bounds | undefined> {
    return new Promise((resolve) => {
      const t0 = performance.now();
      const timer = setTimeout(() => {
        this.#pings.delete(t0);
        resolve(undefined);
      }, PING_TIMEOUT_MS);
      this.#pings.set(t0, (heard) => {
        clearTimeout(timer);
        resolve(heard);
      });
      this.#put({ type: 'ping', t0 });
    });
  }
}

export const connect = <Name extends ViewName>(options: Options<Name>): Live<Name> => new Live(options);
