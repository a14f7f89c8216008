/** What the operator does with the rundown. */
import { say } from '$lib/lines.svelte';
import { showTime } from '$lib/show-time';
import { t } from '$lib/texts.svelte';
import type { Command, Item, RunWire } from '$lib/wire';
import { act, data, live } from './session.svelte';

export const run = (): RunWire => data().run;

export function item(id: string | undefined): Item | undefined {
  const entry = id === undefined ? undefined : data().rundown.byId[id];
  return entry?.type === 'item' ? entry : undefined;
}

export const onAir = (): Item | undefined => (run().mode === 'on' ? item(run().item) : undefined);
export const coming = (): Item | undefined => item(run().next);

/** Now, on the show's own clock: a rehearsal runs faster. */
export function showNow(): number {
  return showTime(run(), live.now());
}

/** What the next GO touches that is not ready. Absent: not known for this item yet. */
export function notReady(): { cue: string; level: 'warn' | 'blocked'; code: string; args: Record<string, string | number> }[] | undefined {
  const seen = live.seen('preflight');
  if (seen === undefined || seen.item !== run().next) return undefined;
  return (seen.checks ?? []).flatMap((check) =>
    check.level === 'ready' ? [] : [{ cue: check.cue, level: check.level, code: check.code ?? '', args: check.args ?? {} }],
  );
}

/** What the person saw when the press began: it is meant for that, and for nothing that came since. */
export interface Seen {
  gos: number;
  next: string | undefined;
}
export const seen = (): Seen => ({ gos: run().gos, next: run().next });

let going = false;

const rundownAct = (command: Command): Promise<unknown> => act(command, 'rundown', 150);

/** One press is one GO: until it is answered another press is nothing. */
export function go(saw: Seen = seen()): void {
  if (going) return;
  if (saw.next === undefined) return say(t('panel-rundown-nothing-next'));
  going = true;
  void rundownAct({ type: 'rundown.go', over: saw.gos, next: saw.next }).finally(() => (going = false));
  live.hold(150);
}

export function goBack(): void {
  if (going || !run().canBack) return;
  going = true;
  void rundownAct({ type: 'rundown.back', over: run().gos }).finally(() => (going = false));
}

export function clockToggle(): void {
  if (run().mode !== 'on') return;
  void rundownAct({ type: run().timer?.state === 'running' ? 'rundown.pause' : 'rundown.resume', over: run().gos });
}

export const addTime = (ms: number): void => {
  if (run().mode === 'on') void rundownAct({ type: 'rundown.add-time', ms, over: run().gos });
};
export const stop = (saw: Seen = seen()): void => void rundownAct({ type: 'rundown.stop', over: saw.gos });
export const reset = (): void => void rundownAct({ type: 'rundown.reset' });
export const arm = (on: boolean): void => void rundownAct({ type: 'rundown.arm', on });
export const roll = (on: boolean): void => void rundownAct({ type: 'rundown.roll', on });
export const rehearse = (rate: number): void => void rundownAct({ type: 'rundown.rehearse', rate });
export const countFrom = (relative: boolean): void => void rundownAct({ type: 'rundown.offset', relative });
export const choose = (id: string | undefined): void =>
  void rundownAct({ type: 'rundown.choose', ...(id === undefined ? {} : { item: id }) });
export const fire = (itemId: string, cue: string): void => void rundownAct({ type: 'rundown.fire', item: itemId, cue });
export const answer = (itemId: string, cue: string, yes: boolean): void =>
  void rundownAct({ type: 'rundown.answer', item: itemId, cue, fire: yes });
export const goOn = (): void => void rundownAct({ type: 'rundown.go-on' });
