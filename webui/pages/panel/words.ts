/** Sentences of the panel that need names in place of ids. */
import { has, numberWords, t, type Args } from '$lib/texts.svelte';
import type { DebaterWire, DrawWire, LogWire, PairWire } from '$lib/wire';
import { data } from './session.svelte';

export const personName = (id: string): string => data().show.participants[id]?.name ?? id;
export const judgeName = (id: string): string => data().show.judges[id]?.name ?? id;
export const sceneName = (id: string | undefined): string =>
  id === undefined ? t('panel-no-scene') : (data().studio.scenes.byId[id]?.name ?? id);

export const pairName = (pair: PairWire | undefined): string =>
  pair === undefined ? t('panel-no-pair') : pair.debaters.map((debater: DebaterWire) => personName(debater.participant)).join(' — ');

/** What lies in the drum: a topic's title or a person's name. */
export const lotName = (draw: Pick<DrawWire, 'kind'>, id: string): string =>
  draw.kind === 'topic' ? (data().desk?.topics[id]?.title ?? id) : personName(id);

/** The journal names things by id; a person reads their names. */
function argsOf(entry: LogWire): Args {
  const { studio, debate } = data();
  const { args } = entry;
  const text = (key: string): string => String(args[key] ?? '');
  const named: Args = { ...args };
  if ('scene' in args) named['scene'] = sceneName(text('scene'));
  if ('item' in args) named['item'] = studio.scenes.byId[text('scene')]?.items.byId[text('item')]?.name ?? text('item');
  if ('input' in args) named['input'] = studio.inputs.byId[text('input')]?.name ?? text('input');
  if ('graphic' in args) named['graphic'] = studio.graphics.byId[text('graphic')]?.name ?? text('graphic');
  if ('pair' in args && debate?.pairs.byId[text('pair')]) named['pair'] = pairName(debate.pairs.byId[text('pair')]);
  if ('judge' in args) named['judge'] = judgeName(text('judge'));
  if ('participant' in args) named['participant'] = personName(text('participant'));
  if ('first' in args) named['first'] = personName(text('first'));
  if ('topic' in args) named['topic'] = data().desk?.topics[text('topic')]?.title ?? text('topic');
  if ('reason' in args) named['reason'] = has(text('reason')) ? t(text('reason')) : text('reason');
  return named;
}

export const logWords = (entry: LogWire): string => t(entry.code, argsOf(entry));

/** Who did it: a name, else a role's word. */
export function whoWords(entry: LogWire): string {
  if (entry.who !== undefined) return entry.who;
  const role = entry.actor.split(':', 1)[0] ?? '';
  return has(`panel-role-${role}`) ? t(`panel-role-${role}`) : t('panel-role-system');
}

export const secondsWords = (ms: number): string => t('panel-seconds', { seconds: numberWords(ms / 1000, 1) });
