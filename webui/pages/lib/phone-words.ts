/** Phones that are cameras, in words. */
import { phoneFaults } from './phones';
import { numberWords, t } from './texts.svelte';
import type { PhoneTelemetry } from './wire';

export const percentWords = (share: number): string => numberWords(share * 100, 0);

/** «сигнал слабый, осталось 12 % заряда»; absent: it is well. */
export function phoneAlarm(phone: PhoneTelemetry | undefined): string | undefined {
  if (phone === undefined) return undefined;
  const words = phoneFaults(phone).map((fault) => t(`phone-alarm-${fault}`, { percent: percentWords(phone.battery ?? 0) }));
  return words.length === 0 ? undefined : words.join(', ');
}
