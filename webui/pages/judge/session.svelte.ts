/** This judge's one connection. */
import { connect } from '$lib/live.svelte';
import type { JudgeData, Problem } from '$lib/wire';

const as = new URLSearchParams(location.search).get('as') ?? undefined;

/** No patience: a ballot waits for the network as long as it takes, also through a reload. */
export const live = connect({ view: 'judge', as, keep: `efir.ballots.${as ?? ''}` });

/** The view; only components under `Judge`'s guard ask for it. */
export function data(): JudgeData {
  if (live.data === undefined) throw new Error('the judge has no data yet');
  return live.data;
}

// --- a ballot that came too late ---

const LATE = new Set(['ballot-other-pair', 'ballot-after-reveal']);
let late = $state.raw<Problem>();

/** Why a ballot that waited for the network counts no more: its pair has left the stage, so nothing else on the page says so. */
export const lateBallot = (): Problem | undefined => late;
export const seenLateBallot = (): void => {
  late = undefined;
};
live.onReceipt((receipt) => {
  if (receipt.error !== undefined && LATE.has(receipt.error.code)) late = receipt.error;
});
