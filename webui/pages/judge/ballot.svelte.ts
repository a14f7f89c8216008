/**
 * One judge's ballot for one pair: what he set on this device, what is on its way, what the server holds. The server's word
 * wins once it has this device's marks; until then nothing tapped is lost, also not by a reload.
 */
import { newId } from '$lib/ids';
import type { Live } from '$lib/live.svelte';
import { store, stored } from '$lib/stored';
import type { BallotCast, BallotWire, CriterionWire, PairWire, Problem } from '$lib/wire';
import { draftFrom, gapsOf, same, sumOf, withScore, type Draft, type Scores } from './scores';

/**
 * empty: nothing set. draft: only here. sending, queued: on its way, with and without a connection. received: the server has
 * exactly what is shown. changed: the server has other marks than shown. rejected: it did not take them.
 */
export type State = 'empty' | 'draft' | 'sending' | 'queued' | 'received' | 'changed' | 'rejected';

export class Ballot {
  readonly pair: string;
  readonly #live: Live<'judge'>;
  readonly #store: string;
  /** Command ids of this pair's ballots, also those given before a reload. */
  readonly #ids: Set<string>;
  #draft = $state.raw<Draft>();
  /** Why the newest try was refused. */
  rejection = $state.raw<Problem>();
  /** Another device with the same link sent a ballot after this one had begun its draft. */
  elsewhere = $state(false);

  constructor(live: Live<'judge'>, judge: string, pair: string) {
    this.#live = live;
    this.pair = pair;
    this.#store = `efir.draft.${judge}.${pair}`;
    this.#draft = draftFrom(stored(this.#store), this.debaters, this.criteria, Date.now());
    this.#ids = new Set(this.#sent().map((entry) => entry.id));
  }

  // --- what is known ---

  get #wire(): PairWire | undefined {
    return this.#live.data?.debate?.pairs.byId[this.pair];
  }
  get debaters(): string[] {
    return this.#wire?.debaters.map((debater) => debater.participant) ?? [];
  }
  get criteria(): CriterionWire[] {
    return this.#live.data?.debate?.criteria ?? [];
  }
  get received(): BallotWire | undefined {
    return this.#live.data?.me?.ballots[this.pair];
  }
  #sent(): { id: string; command: BallotCast }[] {
    return this.#live.waiting.flatMap(({ id, command }) =>
      command.type === 'ballot.cast' && command.pair === this.pair ? [{ id, command }] : [],
    );
  }
  /** The newest marks without a receipt. */
  get #waiting(): Scores | undefined {
    return this.#sent().at(-1)?.command.scores;
  }
  /** What the page shows. */
  get scores(): Scores {
    return this.#draft?.scores ?? this.#waiting ?? this.received?.scores ?? {};
  }
  sum = (participant: string): number | undefined => sumOf(this.scores, participant);

  get gaps(): [string, string][] {
    return gapsOf(this.scores, this.debaters, this.criteria);
  }

  get state(): State {
    const waiting = this.#waiting;
    if (waiting !== undefined && same(waiting, this.scores)) return this.#live.status === 'live' ? 'sending' : 'queued';
    if (this.rejection !== undefined) return 'rejected';
    if (this.received !== undefined) return same(this.received.scores, this.scores) ? 'received' : 'changed';
    return Object.keys(this.scores).length === 0 ? 'empty' : 'draft';
  }

  /** There is something whole to send that is neither on its way nor received. */
  get ready(): boolean {
    return this.gaps.length === 0 && (this.state === 'draft' || this.state === 'changed' || this.state === 'rejected');
  }

  // --- what the judge does ---

  set(participant: string, criterion: string, points: number): void {
    this.rejection = undefined;
    this.elsewhere = false;
    const base = this.#draft?.base ?? this.received?.revision ?? 0;
    const scores = withScore(this.scores, participant, criterion, points);
    this.#keep({ scores, base, sent: this.#draft?.sent, at: Date.now() });
  }

  /** The same marks have one command id until their receipt: a second tap finds them on their way. */
  send(): void {
    if (!this.ready) return;
    const id = newId();
    const scores = this.scores as BallotCast['scores'];
    this.#ids.add(id);
    this.rejection = undefined;
    const base = this.#draft?.base ?? this.received?.revision ?? 0;
    this.#keep({ scores, base, sent: scores, at: Date.now() });
    void this.#live.send({ type: 'ballot.cast', pair: this.pair, scores }, id);
  }

  // --- what the server says ---

  /** Follows receipts; returns its own end. */
  listen(): () => void {
    return this.#live.onReceipt((receipt) => {
      if (!this.#ids.delete(receipt.id) || receipt.ok || this.#waiting !== undefined) return;
      this.rejection = receipt.error;
    });
  }

  /** Lets go of a draft that the server has, or has something newer than. To be called when `received` changed. */
  settle(): void {
    const { received } = this;
    const draft = this.#draft;
    if (received === undefined || draft === undefined) return;
    if (same(received.scores, draft.scores)) return this.#keep(undefined);
    if (received.revision <= draft.base) return;
    if (same(received.scores, draft.sent)) return this.#keep({ ...draft, base: received.revision });
    if (this.#waiting !== undefined) return; // ours is still to come, as a later revision
    this.elsewhere = true;
    this.rejection = undefined;
    this.#keep(undefined);
  }

  #keep(draft: Draft | undefined): void {
    this.#draft = draft;
    store(this.#store, draft === undefined ? null : JSON.stringify(draft));
  }
}
