/** This judge's one connection. */
import { connect } from '$lib/live.svelte';
import type { JudgeData } from '$lib/wire';

const as = new URLSearchParams(location.search).get('as') ?? undefined;

/** No patience: a ballot waits for the network as long as it takes, also through a reload. */
export const live = connect({ view: 'judge', as, keep: `efir.ballots.${as ?? ''}` });

/** The view; only components under `Judge`'s guard ask for it. */
export function data(): JudgeData {
  if (live.data === undefined) throw new Error('the judge has no data yet');
  return live.data;
}
