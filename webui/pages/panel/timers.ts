/** What the panel does with named timers. */
import { clockOf } from '$lib/timer';
import type { NamedTimer, TimerWire } from '$lib/wire';
import { slug } from '$lib/slug';
import { act, data } from './session.svelte';

const key = (timer: string): string => `timer-${timer}`;
export const timerKey = key;

/** The clock, or for banks any of them, runs. */
export const runs = (timer: TimerWire): boolean => clockOf(timer)?.state === 'running';

/** It was started or set since it was made or reset. */
export function isTouched(timer: TimerWire): boolean {
  const clocks = timer.clock ? [timer.clock] : Object.values(timer.banks?.byId ?? {}).map((bank) => bank.clock);
  return clocks.some((clock) => clock.state !== 'idle' || (clock.left ?? 0) !== (timer.at === undefined ? clock.total : 0));
}

export function timerToggle(id: string): void {
  const timer = data().timers.byId[id];
  if (!timer) return;
  // A time of day goes on by itself: it is stopped by going back to waiting.
  if (!runs(timer)) void act({ type: 'timers.start', timer: id }, key(id));
  else if (timer.kind === 'time-of-day') void act({ type: 'timers.reset', timer: id }, key(id));
  else void act({ type: 'timers.pause', timer: id }, key(id));
}

export const timerSwitch = (timer: string, bank: string): void => void act({ type: 'timers.switch', timer, bank }, key(timer));
export const timerAdjust = (timer: string, ms: number): void => void act({ type: 'timers.adjust', timer, ms }, key(timer));
export const timerSet = (timer: string, ms: number): void => void act({ type: 'timers.set', timer, ms }, key(timer));
export const timerReset = (timer: string): void => void act({ type: 'timers.reset', timer }, key(timer));
export const timerRemove = (timer: string): void => void act({ type: 'timers.remove', timer }, key(timer));

/** Its id is its name in Latin letters: links, OSC and buttons of other systems call it so. True: the server took it. */
export async function timerAdd(timer: Omit<NamedTimer, 'id'>): Promise<boolean> {
  const receipt = await act({ type: 'timers.add', timer: { ...timer, id: slug(timer.name, data().timers.order, 'timer') } }, 'timer-new');
  return receipt.ok;
}
