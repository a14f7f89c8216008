/** How the panel acts, and what of it is confirmed. */
import { say } from '$lib/lines.svelte';
import type { Receipt } from '$lib/live.svelte';
import { troubleWords, t } from '$lib/texts.svelte';
import type { Command } from '$lib/wire';
import { SvelteMap } from 'svelte/reactivity';
import { ui, type Desk } from './ui.svelte';
import { data, live } from './view';
import { logWords, named } from './words';

export { data, live };

const asked = new SvelteMap<string, number>();

/** Asked for, no receipt yet. */
export const isAsked = (key: string): boolean => asked.has(key);

/** Sends a command. While it has no receipt, `isAsked(key)`, from `quiet` ms on. A refusal becomes a line. */
export async function act(command: Command, key: string = command.type, quiet = 0): Promise<Receipt> {
  let marked = false;
  const mark = (): void => {
    marked = true;
    asked.set(key, (asked.get(key) ?? 0) + 1);
  };
  const later = quiet > 0 ? setTimeout(mark, quiet) : mark();
  const receipt = await live.send(command);
  clearTimeout(later ?? undefined);
  if (marked) {
    const left = (asked.get(key) ?? 1) - 1;
    if (left === 0) asked.delete(key);
    else asked.set(key, left);
  }
  const { error } = receipt;
  if (!receipt.ok) say(troubleWords(error && { ...error, args: named(error.args) }), 'danger');
  return receipt;
}

// --- the desk ---

/** A show without a contest has only the rundown. */
export const hasContest = (): boolean => Object.keys(data().show.participants).length > 0;
export const hasBoth = (): boolean => hasContest() && data().rundown.order.length > 0;
export const deskShown = (): Desk => (hasContest() ? ((hasBoth() ? ui.desk : undefined) ?? 'debate') : 'rundown');

// --- program ---

export const program = () => data().program;

const shown = () => (data().health.obs.phase === 'connected' ? live.seen('shown') : undefined);
/** The switcher shows what is wanted. */
export function airConfirmed(): boolean {
  const { scene, foreign } = program();
  if (live.status !== 'live' || isAsked('take')) return false;
  // A scene that is not in the show is known only because the switcher told of it.
  return scene === undefined ? foreign !== undefined : shown()?.program === scene;
}
export const previewConfirmed = (): boolean =>
  live.status === 'live' && !isAsked('preview') && (shown()?.preview ?? program().preview) === program().preview;

export function preview(scene: string): void {
  if (scene !== program().preview) void act({ type: 'program.preview', scene }, 'preview');
}

/** Milliseconds. A take is usually seen sooner; until then nothing flickers, after it everything says "waiting". */
const SWIFT = 150;
let taking = false;

export function take(auto: boolean): void {
  const { scene, preview: next } = program();
  if (next === undefined || next === scene || taking) return;
  taking = true;
  const command: Command = { type: 'program.take', scene: next, ...(scene === undefined ? {} : { over: scene }), auto };
  void act(command, 'take', SWIFT).finally(() => (taking = false));
  live.hold(SWIFT);
}

export function panic(): void {
  void act({ type: 'program.panic' }, 'panic', SWIFT);
  live.hold(SWIFT);
}

// --- undo ---

/** The newest act that can be taken back now. */
export function undoable(): string | undefined {
  const { order, byId } = data().log;
  return order.findLast((seq) => byId[seq]?.undo === true && byId[seq].undone !== true);
}

export async function undo(seq: string | undefined = undoable()): Promise<void> {
  if (seq === undefined) return say(t('panel-nothing-to-undo'));
  const entry = data().log.byId[seq];
  const receipt = await act({ type: 'log.undo', seq: Number(seq) }, `undo-${seq}`);
  if (receipt.ok && entry) say(t('panel-undone', { what: logWords(entry) }), 'good');
}

export function toggleGraphic(graphic: string): void {
  const playing = data().graphics.byId[graphic]?.playing === true;
  void act({ type: playing ? 'graphics.stop' : 'graphics.play', graphic }, `graphic-${graphic}`);
}
