/** The page's connection, and what of the show is where. */
import { connect } from '$lib/live.svelte';
import { seenIn } from '$lib/studio';
import type { MultiviewData } from '$lib/wire';

const address = new URLSearchParams(location.search);
const token = address.get('t') ?? undefined;

export const live = connect({ view: 'multiview', ...(token === undefined ? {} : { token }) });

/** Only components under the page's guard ask for it. */
export function data(): MultiviewData {
  if (live.data === undefined) throw new Error('the multiview has no data yet');
  return live.data;
}

export type Tally = 'air' | 'next' | undefined;

/** Whether a camera is in the scene on air, or leaves it, or is in the one that comes. */
export function cameraTally(camera: string): Tally {
  const { program, studio, switches, sources } = data();
  const seen = (scene: string | undefined): boolean => seenIn(studio, switches, sources.visible, scene, camera);
  return seen(program.scene) || program.leaving?.includes(camera) ? 'air' : seen(program.preview) ? 'next' : undefined;
}

export function sceneTally(id: string): Tally {
  const { scene, preview } = data().program;
  return scene === id ? 'air' : preview === id ? 'next' : undefined;
}
