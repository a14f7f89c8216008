/** How a phone that is a camera is, for whoever cannot see it: what must be looked at before it stops. Pure. */
import type { PhoneTelemetry } from './wire';

/** 0 … 1. */
const LOW_BATTERY = 0.15;
const POOR_LOSS = 0.05;
const POOR_RTT_MS = 400;

export type PhoneFault = 'away' | 'weak' | 'low' | 'asleep';
export type Signal = 'none' | 'poor' | 'good';

/** `loss`: 0 … 1; `rtt`: milliseconds. */
export const isPoor = (figures: { loss?: number; rtt?: number }): boolean =>
  (figures.loss ?? 0) > POOR_LOSS || (figures.rtt ?? 0) > POOR_RTT_MS;

export const signalOf = (phone: PhoneTelemetry): Signal => (phone.state !== 'live' ? 'none' : isPoor(phone) ? 'poor' : 'good');

/** The battery is nearly empty and nothing charges it. */
export const isLow = (phone: PhoneTelemetry): boolean =>
  phone.battery !== undefined && phone.battery <= LOW_BATTERY && phone.charging !== true;

/** The worst first; none: it is well. One that is just connecting has no fault yet. */
export function phoneFaults(phone: PhoneTelemetry): PhoneFault[] {
  const found: PhoneFault[] = [];
  if (phone.hidden === true) found.push('asleep');
  if (phone.state === 'lost') found.push('away');
  else if (signalOf(phone) === 'poor') found.push('weak');
  if (isLow(phone)) found.push('low');
  return found;
}
