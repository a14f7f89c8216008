/** The page's connection, and what of the show is where. */
import { connect } from '$lib/live.svelte';
import { cameraOf } from '$lib/studio';
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

const seenIn = (scene: string | undefined, camera: string): boolean => {
  const items = data().studio.scenes.byId[scene ?? '']?.items;
  return (
    items?.order.some((item) => cameraOf(items.byId[item], data().switches) === camera && data().sources.visible[scene ?? '']?.[item] !== false) ?? false
  );
};

/** Whether a camera is in the scene on air, or in the one that comes. */
export function cameraTally(camera: string): Tally {
  const { scene, preview } = data().program;
  return seenIn(scene, camera) ? 'air' : seenIn(preview, camera) ? 'next' : undefined;
}

export function sceneTally(id: string): Tally {
  const { scene, preview } = data().program;
  return scene === id ? 'air' : preview === id ? 'next' : undefined;
}
