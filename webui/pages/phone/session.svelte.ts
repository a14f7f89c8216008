/** This phone's one connection to the show: what it is called, and whether it is on the air. */
import { connect } from '$lib/live.svelte';

export const as = new URLSearchParams(location.search).get('as') ?? undefined;
export const live = connect({ view: 'phone', as, pictures: false });
