/** Sentences of the panel that need names in place of ids. */
import type { Names } from '$lib/cues';
import { has, numberWords, t, type Args } from '$lib/texts.svelte';
import { cameraOf as cameraShown } from '$lib/studio';
import { feedLevel, feedWords } from '$lib/feeds';
import { phoneAlarm } from '$lib/phone-words';
import type { DebaterWire, DrawWire, ItemWire, LogWire, PairWire } from '$lib/wire';
import { data, live } from './view';

export const personName = (id: string): string => data().show.participants[id]?.name ?? id;
export const judgeName = (id: string): string => data().show.judges[id]?.name ?? id;
export const sceneName = (id: string | undefined): string =>
  id === undefined ? t('panel-no-scene') : (data().studio.scenes.byId[id]?.name ?? id);

export const pairName = (pair: PairWire | undefined): string =>
  pair === undefined ? t('panel-no-pair') : pair.debaters.map((debater: DebaterWire) => personName(debater.participant)).join(' — ');

/** What lies in the drum: a topic's title or a person's name. */
export const lotName = (draw: Pick<DrawWire, 'kind'>, id: string): string =>
  draw.kind === 'topic' ? (data().desk?.topics[id]?.title ?? id) : personName(id);

/** For sentences about cues. */
export const namesOf = (): Names => ({
  scene: sceneName,
  transition: (scene) => data().studio.scenes.byId[scene]?.transition,
  graphic: (id) => data().studio.graphics.byId[id]?.name ?? id,
  input: (id) => data().studio.inputs.byId[id]?.name ?? id,
  item: (scene, id) => data().studio.scenes.byId[scene]?.items.byId[id]?.name ?? id,
  camera: (id) => data().studio.cameras.byId[id]?.name ?? id,
  preset: (camera, id) => data().cameras.heads.byId[camera]?.presets.byId[id]?.name ?? id,
  switch: (id) => data().studio.switches.byId[id]?.name ?? id,
  target: (id) => data().studio.targets.byId[id]?.name ?? id,
  timer: (id) => data().timers.byId[id]?.name ?? id,
  bank: (timer, id) => data().timers.byId[timer]?.banks?.byId[id]?.name ?? id,
});

/** The journal and refusals name things by id; a person reads their names. What is a name already stays. */
export function named(args: Record<string, string | number>): Args {
  const { studio, debate, desk, timers } = data();
  const names: Record<string, (id: string) => string | undefined> = {
    scene: (id) => studio.scenes.byId[id]?.name,
    item: (id) => studio.scenes.byId[String(args['scene'] ?? '')]?.items.byId[id]?.name,
    input: (id) => studio.inputs.byId[id]?.name,
    camera: (id) => studio.cameras.byId[id]?.name,
    switch: (id) => studio.switches.byId[id]?.name,
    graphic: (id) => studio.graphics.byId[id]?.name,
    timer: (id) => timers.byId[id]?.name ?? t('panel-timer-gone'),
    bank: (id) => timers.byId[String(args['timer'] ?? '')]?.banks?.byId[id]?.name,
    pair: (id) => debate && debate.pairs.byId[id] && pairName(debate.pairs.byId[id]),
    judge: judgeName,
    subject: judgeName,
    participant: personName,
    first: personName,
    topic: (id) => desk?.topics[id]?.title,
    reason: (codes) => {
      const all = codes.split(' ');
      return all.every(has) ? all.map((code) => t(code, args as Args)).join(', ') : undefined;
    },
  };
  return Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, (typeof value === 'string' && names[key]?.(value)) || value]),
  );
}

export function logWords(entry: LogWire): string {
  const { code, ...args } = entry.args;
  if (entry.code === 'log-undone' && typeof code === 'string' && has(code))
    return t('panel-undone', { what: t(code, named(args)) });
  return t(entry.code, named(entry.args));
}

/** Who did it: a name, else a role's word. */
export function whoWords(entry: LogWire): string {
  if (entry.who !== undefined) return entry.who;
  const role = entry.actor.split(':', 1)[0] ?? '';
  return has(`panel-role-${role}`) ? t(`panel-role-${role}`) : t('panel-role-system');
}

/** The item is switched on in the scene. */
export const isSeen = (scene: string | undefined, item: string): boolean =>
  data().sources.visible[scene ?? '']?.[item] !== false;

/** Which camera an item of a scene shows now, if any. */
export const cameraOf = (item: ItemWire | undefined): string | undefined => cameraShown(item, data().switches);

export const cameraName = (id: string): string => data().studio.cameras.byId[id]?.name ?? id;

/** A camera that should give a good moving picture and does not: in words. (A clip that was played once has done its work.) */
export function cameraTrouble(id: string): string | undefined {
  const { feeds, studio } = data();
  const name = studio.cameras.byId[id]?.name ?? id;
  const feed = feeds[id];
  if (feed !== undefined) {
    const level = feedLevel(feed);
    return level === 'bad' || (level === 'look' && feed.use === 'auto') ? `${name}: ${feedWords(feed)}` : undefined;
  }
  const words = directTrouble(id);
  return words === undefined ? undefined : `${name}: ${words}`;
}

/** Of a camera that OBS opens itself: why it gives no picture. */
export function directTrouble(id: string): string | undefined {
  const state = live.seen('direct')?.[id];
  return state === undefined || state === 'live' || state === 'ended' ? undefined : t(`feed-obs-${state}`);
}

/** A phone that films for this camera and will not for long: in words. */
export function phoneTrouble(id: string): string | undefined {
  const phone = live.seen('phones')?.[id];
  const words = phoneAlarm(phone);
  const said = phone?.state === 'lost' && cameraTrouble(id) !== undefined;
  return words === undefined || said ? undefined : t('panel-phone-trouble', { name: data().studio.cameras.byId[id]?.name ?? id, words });
}

/** Nothing at all is known of it: it is in no scene, or no OBS is there. */
export const cameraUnknown = (id: string): boolean => data().feeds[id] === undefined && live.seen('direct')?.[id] === undefined;

/** Something goes out that is no good picture. */
export function isDown(id: string): boolean {
  const feed = data().feeds[id];
  if (feed !== undefined) return feedLevel(feed) === 'bad';
  return cameraTrouble(id) !== undefined;
}

export const secondsWords = (ms: number): string => t('panel-seconds', { seconds: numberWords(ms / 1000, 1) });
