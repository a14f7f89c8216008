/** The panel's one connection and the view it gives. */
import { connect } from '$lib/live.svelte';
import type { PanelData } from '$lib/wire';

/** A press of the operator means now: what the server did not confirm in this time is given up, and said so. */
const PATIENCE_MS = 5_000;

export const live = connect({ view: 'panel', patience: PATIENCE_MS });

/** The view; only components under `Panel`'s guard ask for it. */
export function data(): PanelData {
  if (live.data === undefined) throw new Error('the panel has no data yet');
  return live.data;
}
