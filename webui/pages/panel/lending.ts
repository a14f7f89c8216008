/** Cameras that are lent to guests, as the panel acts on them. */
import { t } from '$lib/texts.svelte';
import type { GuestWire, LentWire } from '$lib/wire';
import { act, data, live } from './session.svelte';
import { ui } from './ui.svelte';

export const lent = (camera: string): LentWire | undefined => data().lending.byId[camera];

/** A name if he gave one; his number in any case. */
export const guestName = (guest: GuestWire): string =>
  t('panel-lend-who', { name: live.seen('guests')?.[guest.id] ?? 'blank', number: guest.number });

/** Its place in the cameras' drawer. */
export function lookAt(camera: string): void {
  ui.camera = camera;
  ui.deck = 'cameras';
}

/** It stands still at once, whoever moves it; that the guests wait is said beside. */
export function takeBack(camera: string): void {
  live.halt(camera);
  void act({ type: 'lending.take-back', camera }, `lend-${camera}`);
}

export function takeAllBack(): void {
  for (const camera of data().lending.order) if (lent(camera)?.held !== true) takeBack(camera);
}

export const giveBack = (camera: string): void => void act({ type: 'lending.give-back', camera }, `lend-${camera}`);

/** The one that the key gives back: that which is open, or the only one that was taken. Guests get none that nobody looks at. */
export function toGiveBack(): string | undefined {
  const taken = data().lending.order.filter((camera) => lent(camera)?.held === true);
  if (ui.deck === 'cameras' && ui.camera !== undefined && taken.includes(ui.camera)) return ui.camera;
  return taken.length === 1 ? taken[0] : undefined;
}

export function giveOneBack(): void {
  const camera = toGiveBack();
  if (camera !== undefined) giveBack(camera);
}

/** red: the audience sees what a guest does with it. look: it is on air, or in a guest's hand. */
export type Alarm = 'red' | 'look';
export function alarmOf(camera: string): Alarm | undefined {
  const one = lent(camera);
  if (one === undefined || one.held || one.turn === undefined) return undefined;
  return data().cameras.onAir.includes(camera) && one.terms.air === true ? 'red' : 'look';
}

/** How far a guest may zoom: as far as the lens goes, up to a half of it, or not past where it stands now. */
export const ZOOMS = ['all', 'half', 'no-closer', 'no-wider'] as const;
export type Zoom = (typeof ZOOMS)[number];

/** Narrower than this there is no range. */
const LEAST = 0.05;

/** `at`: where it stands, 0 (wide) … 1. At the lens' own end it is to stay there, more or less. */
export function zoomRange(zoom: Zoom, at: number | undefined): [number, number] | undefined {
  if (zoom === 'all') return undefined;
  if (zoom === 'half') return [0, 0.5];
  return zoom === 'no-closer' ? [0, Math.max(at ?? 0, LEAST)] : [Math.min(at ?? 1, 1 - LEAST), 1];
}
