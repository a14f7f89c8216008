import type { Command } from './wire';
import { store as keep, stored } from './stored';

/**
 * Commands that have no receipt yet, in the order they were given. With a store name they survive a reload of the page; the
 * server knows them by their ids, so sending one again changes nothing.
 */
export interface Waiting {
  id: string;
  command: Command;
  /** Who gave it: another person's link opened on this device must not send it. */
  subject: string;
  /** Date.now() at the moment it was given. */
  at: number;
}

const isWaiting = (value: unknown): value is Waiting =>
  typeof value === 'object' && value !== null && 'id' in value && 'command' in value && 'subject' in value;

export class Outbox {
  #waiting = new Map<string, Waiting>();
  readonly #store: string | undefined;

  constructor(store?: string) {
    this.#store = store;
    if (store === undefined) return;
    const text = stored(store);
    if (text === null) return;
    const kept: unknown = JSON.parse(text);
    if (Array.isArray(kept)) for (const entry of kept.filter(isWaiting)) this.#waiting.set(entry.id, entry);
  }

  add(entry: Waiting): void {
    this.#waiting.set(entry.id, entry);
    this.#keep();
  }

  remove(id: string): void {
    if (this.#waiting.delete(id)) this.#keep();
  }

  get all(): Waiting[] {
    return [...this.#waiting.values()];
  }

  #keep(): void {
    if (this.#store !== undefined) keep(this.#store, JSON.stringify(this.all));
  }
}
