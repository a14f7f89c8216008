/** Cameras that are lent to guests, as the panel acts on them. */
import { t } from '$lib/texts.svelte';
import type { GuestWire, LentWire } from '$lib/wire';
import { act, data, live } from './session.svelte';

export const lent = (camera: string): LentWire | undefined => data().lending.byId[camera];

/** A name if he gave one; his number in any case. */
export const guestName = (guest: GuestWire): string =>
  t('panel-lend-who', { name: live.seen('guests')?.[guest.id] ?? 'blank', number: guest.number });

/** It stands still at once, whoever moves it; that the guests wait is said beside. */
export function takeBack(camera: string): void {
  live.halt(camera);
  void act({ type: 'lending.take-back', camera }, `lend-${camera}`);
}

export function takeAllBack(): void {
  for (const camera of data().lending.order) if (lent(camera)?.held !== true) takeBack(camera);
}

/** red: the audience sees what a guest does with it. look: it is on air, or in a guest's hand. */
export type Alarm = 'red' | 'look';
export function alarmOf(camera: string): Alarm | undefined {
  const one = lent(camera);
  if (one === undefined || one.held || one.turn === undefined) return undefined;
  return data().cameras.onAir.includes(camera) && one.terms.air === true ? 'red' : 'look';
}
