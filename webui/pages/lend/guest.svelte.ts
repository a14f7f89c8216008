/** A guest at a lent camera: where he stands, and his hand on the stick while it is his turn. */
import { Hand } from '$lib/hand.svelte';
import { say } from '$lib/lines.svelte';
import { connect, type Live } from '$lib/live.svelte';
import { store, stored } from '$lib/stored';
import { troubleWords } from '$lib/texts.svelte';
import type { Command, LendWire } from '$lib/wire';

/**
 * closed: nobody gets it. free, waiting: he may stand in the queue, he stands in it. turn: his hand is obeyed. held, air, unclear, away:
 * it is his turn, but the operator has the camera back, the audience sees it (unclear: may see it), or it does not answer. thanks: he had his turn.
 */
export type Phase = 'gone' | 'closed' | 'barred' | 'free' | 'waiting' | 'turn' | 'held' | 'air' | 'unclear' | 'away' | 'thanks';

const NAME = 'efir.guest';
export const LONGEST_NAME = 40;

export function phaseOf(lend: LendWire | undefined): Phase {
  if (lend === undefined) return 'gone';
  if (!lend.open) return 'closed';
  if (lend.clock !== undefined) return lend.held ? 'held' : lend.blocked ? (lend.onAir ? 'air' : 'unclear') : lend.there ? 'turn' : 'away';
  if (lend.place !== undefined) return 'waiting';
  return lend.barred ? 'barred' : lend.served ? 'thanks' : 'free';
}

export class Guest {
  readonly live: Live<'lend'> = connect({ view: 'lend', patience: 5_000 });
  readonly hand = new Hand(this.live);
  /** As the pad wants it: the server slows the stick, the page does not. */
  readonly factor = 1;
  gamepad = $state(false);
  name = $state(stored(NAME) ?? '');
  asked = $state(false);

  get lend(): LendWire | undefined {
    return this.live.data?.lend;
  }
  get phase(): Phase {
    return phaseOf(this.lend);
  }
  /** His hand is obeyed: the pad is awake. */
  get there(): boolean {
    return this.phase === 'turn' && this.live.status === 'live';
  }

  /** To whoever runs the show, and to nobody else. */
  introduce(): void {
    if (this.live.status === 'live') this.live.introduce(this.name.trim().slice(0, LONGEST_NAME));
  }
  join(): void {
    store(NAME, this.name.trim() || null);
    this.introduce();
    void this.#ask({ type: 'lending.join' });
  }
  leave(): void {
    this.hand.drop();
    void this.#ask({ type: 'lending.leave' });
  }
  recall(preset: string): void {
    void this.#ask({ type: 'lending.recall', preset });
  }
  /** By a gamepad's button: in the order in which they stand on the page. */
  recallNumber(number: number): void {
    const preset = this.lend?.presets?.[number - 1];
    if (preset !== undefined && this.there) this.recall(preset.id);
  }

  async #ask(command: Command): Promise<void> {
    this.asked = true;
    const receipt = await this.live.send(command);
    this.asked = false;
    if (!receipt.ok) say(troubleWords(receipt.error), 'danger');
  }
}
