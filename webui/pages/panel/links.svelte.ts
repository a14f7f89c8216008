/** Links for people and machines, by REST: their addresses are in no view, so they reach only who asks for them. */
import { call, Refused } from '$lib/api';
import type { LinkAnswer } from '$lib/wire';

export interface NewLink {
  role: string;
  subject?: string;
  label?: string;
  /** UTC milliseconds; absent: never. */
  expires?: number;
}

export class Links {
  all = $state.raw<readonly LinkAnswer[]>();
  trouble = $state<string>();
  busy = $state(false);

  async load(): Promise<void> {
    await this.#try(async () => {
      this.all = await call<LinkAnswer[]>('GET', '/api/links');
    });
  }

  create(link: NewLink): Promise<boolean> {
    return this.#change('/api/links', link);
  }

  /** The old address stops working at once; the new one is for the same person. */
  rotate(id: string): Promise<boolean> {
    return this.#change(`/api/links/${encodeURIComponent(id)}/rotate`, {});
  }

  revoke(id: string): Promise<boolean> {
    return this.#change(`/api/links/${encodeURIComponent(id)}/revoke`, {});
  }

  #change(path: string, body: object): Promise<boolean> {
    return this.#try(async () => {
      await call('POST', path, body);
      this.all = await call<LinkAnswer[]>('GET', '/api/links');
    });
  }

  async #try(work: () => Promise<void>): Promise<boolean> {
    this.busy = true;
    try {
      await work();
      this.trouble = undefined;
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.trouble = error.message;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
