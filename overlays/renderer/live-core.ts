/**
 * The live protocol's client (docs/architecture.md, "live protocol"), without a framework:
 * hello → welcome → snapshot or missed patches → patch …, ping/pong for the clock, retry with jitter for ever.
 * The picture is never taken away: while the server is gone the last data stands and the status says so.
 */

import { ServerClock } from "./server-clock.js";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** `live`: patches come; `stale`: no beat for two seconds; `connecting`: no socket; `refused`: the server said no. */
export type LiveStatus = "connecting" | "live" | "stale" | "refused";

export interface LiveOptions {
  /** ws: or wss: address of the live socket. */
  url: string;
  token: string | null;
  view: string;
  /** New data, structurally shared with the data before: an unchanged part is the same object. */
  onData(data: Json): void;
  onStatus?(status: LiveStatus): void;
  /** Messages this core does not know (receipts …), for pages that send commands. */
  onMessage?(message: { readonly [key: string]: Json }): void;
}

export const STALE_AFTER_MS = 2_000;
/** A socket that is silent for this long is dead even if the machine still calls it open. */
const DEAD_AFTER_MS = 5_000;
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 5_000;
const PING_BURST = 20;
const PING_BURST_GAP_MS = 40;
const PING_EVERY_MS = 15_000;
/** After these farewells the server wants us back at once; after any other (a revoked link …) we ask, but slowly. */
const COME_BACK: ReadonlySet<Json> = new Set<Json>(["too-slow", "going-away"]);
const REFUSED_ATTEMPT = 6;

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON Merge Patch (RFC 7396). Returns a new value that shares every part the patch does not touch. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else Object.defineProperty(merged, key, { value: mergePatch(merged[key], value), enumerable: true, configurable: true, writable: true });
  }
  return merged;
}

/** Full jitter: somewhere between nothing and the doubled step, so a room full of pages does not return as one. */
export function retryDelay(attempt: number, random: number): number {
  return RETRY_MIN_MS + random * Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** attempt);
}

export class Live {
  readonly clock = new ServerClock();

  readonly #options: LiveOptions;
  #socket: WebSocket | undefined;
  #closed = false;
  #attempt = 0;
  #epoch: Json | undefined;
  #seq: number | undefined;
  #data: Json | undefined;
  /** Set while a hello is unanswered: patches that arrive meanwhile belong to a past we cannot use. */
  #awaitsWelcome = true;
  #status: LiveStatus | undefined;
  #heardAt = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #pingTimer: ReturnType<typeof setTimeout> | undefined;
  #watchTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** UTC milliseconds on the server's clock. */
  now = (): number => this.clock.now();

  connect(): void {
    this.#closed = false;
    this.#watchTimer ??= setInterval(() => this.#watch(), 500);
    document.addEventListener("visibilitychange", this.#wake);
    globalThis.addEventListener("online", this.#wake);
    this.#open();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#watchTimer);
    this.#watchTimer = undefined;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#pingTimer);
    document.removeEventListener("visibilitychange", this.#wake);
    globalThis.removeEventListener("online", this.#wake);
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Sends a message if the socket is open; false tells the caller to keep it for later. */
  send(message: { readonly [key: string]: Json }): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #open(): void {
    clearTimeout(this.#retryTimer);
    if (this.#status !== "refused") this.#set("connecting");
    const socket = new WebSocket(this.#options.url);
    this.#socket = socket;
    this.#heardAt = performance.now();
    socket.onopen = () => this.#hello();
    socket.onmessage = (event: MessageEvent<unknown>) => {
      if (socket === this.#socket && typeof event.data === "string") this.#receive(event.data);
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost();
    };
  }

  #hello(): void {
    this.#awaitsWelcome = true;
    const { token, view } = this.#options;
    const hello: Record<string, Json> = { type: "hello", view };
    if (token !== null) hello["token"] = token;
    if (this.#epoch !== undefined && this.#seq !== undefined) hello["since"] = [this.#epoch, this.#seq];
    this.send(hello);
  }

  #lost(): void {
    clearTimeout(this.#pingTimer);
    this.#socket = undefined;
    if (this.#closed) return;
    if (this.#status !== "refused") this.#set("connecting");
    const delay = retryDelay(this.#attempt, Math.random());
    this.#attempt += 1;
    this.#retryTimer = setTimeout(() => this.#open(), delay);
  }

  #receive(text: string): void {
    this.#heardAt = performance.now();
    const message = JSON.parse(text) as { readonly [key: string]: Json };
    switch (message["type"]) {
      case "welcome":
        return this.#welcome(message);
      case "snapshot":
        return this.#take(message["seq"] as number, message["data"] as Json);
      case "patch":
        return this.#patch(message);
      case "pong":
        this.clock.pong(message["t0"] as number, message["t1"] as number, message["t2"] as number);
        return;
      case "beat":
        if (!this.#awaitsWelcome) this.#set("live");
        return;
      case "bye":
        if (COME_BACK.has(message["code"] ?? null)) return;
        this.#attempt = Math.max(this.#attempt, REFUSED_ATTEMPT);
        this.#set("refused");
        return;
      default:
        this.#options.onMessage?.(message);
    }
  }

  #welcome(message: { readonly [key: string]: Json }): void {
    this.#awaitsWelcome = false;
    this.#attempt = 0;
    if (message["epoch"] !== this.#epoch) this.#seq = undefined;
    this.#epoch = message["epoch"];
    this.clock.guess(message["now"] as number);
    this.#set("live");
    this.#ping(PING_BURST);
  }

  #patch(message: { readonly [key: string]: Json }): void {
    if (this.#awaitsWelcome) return;
    const from = message["from"];
    if (this.#data === undefined || this.#seq === undefined || (from !== undefined && from !== this.#seq)) {
      this.#hello();
      return;
    }
    this.#take(message["seq"] as number, mergePatch(this.#data, message["data"] as Json));
  }

  #take(seq: number, data: Json): void {
    if (this.#awaitsWelcome) return;
    this.#seq = seq;
    this.#data = data;
    this.#set("live");
    this.#options.onData(data);
  }

  #ping(left: number): void {
    clearTimeout(this.#pingTimer);
    this.send({ type: "ping", t0: this.clock.stamp() });
    const next = left > 1 ? PING_BURST_GAP_MS : PING_EVERY_MS;
    this.#pingTimer = setTimeout(() => this.#ping(left - 1), next);
  }

  #watch(): void {
    const silent = performance.now() - this.#heardAt;
    if (this.#status === "live" && silent > STALE_AFTER_MS) this.#set("stale");
    if (this.#socket !== undefined && silent > DEAD_AFTER_MS) {
      const dead = this.#socket;
      this.#lost();
      dead.close();
    }
  }

  /** A machine that slept or came back online is worth an immediate look at its socket and its clock. */
  #wake = (): void => {
    if (this.#closed || document.visibilityState === "hidden") return;
    if (this.#socket === undefined) this.#open();
    else this.#ping(PING_BURST);
  };

  #set(status: LiveStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#options.onStatus?.(status);
  }
}
