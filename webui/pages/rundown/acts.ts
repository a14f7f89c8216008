/** What a cue can do, for choosing: how each kind begins, and what is to be filled in. */
import type { Act } from '$lib/cues';
import type { FeedsUse, ProgramTake } from '$lib/wire';
import { data } from './session.svelte';

export interface Choice {
  value: string;
  name: string;
}

export interface Asked {
  field: string;
  kind: 'choice' | 'text' | 'number' | 'switch' | 'seconds' | 'json' | 'values' | 'transition' | 'step' | 'bank' | 'length' | 'shift';
  /** May stay empty. */
  free?: boolean;
  choices?: () => Choice[];
  most?: number;
}

export interface Kind {
  id: string;
  type: Act['type'];
  /** A new one, filled in as far as it can be; undefined: this show has nothing for it. */
  make: () => Act | undefined;
  asked: readonly Asked[];
}

const of = (collection: { order: string[]; byId: Record<string, { name: string }> }): Choice[] =>
  collection.order.map((id) => ({ value: id, name: collection.byId[id]?.name ?? id }));

const scenes = (): Choice[] => of(data().studio.scenes);
const graphics = (): Choice[] => of(data().studio.graphics);
const fixed = (): Choice[] => graphics().filter(({ value }) => data().studio.graphics.byId[value]?.fields !== undefined);
const inputs = (): Choice[] => of(data().studio.inputs);
const stepped = (): Choice[] => graphics().filter(({ value }) => data().studio.graphics.byId[value]?.graphic === 'agenda');
const targets = (kind: 'webhook' | 'osc') => (): Choice[] => of(data().studio.targets).filter(({ value }) => data().studio.targets.byId[value]?.kind === kind);
const timers = (): Choice[] => of(data().timers);
const banked = (): Choice[] => timers().filter(({ value }) => banksOf(value).length > 0);
const switches = (): Choice[] => of(data().studio.switches);
const voiced = (): Choice[] => switches().filter(({ value }) => data().studio.switches.byId[value]?.voices === true);
const heads = (): Choice[] => of(data().studio.cameras).filter(({ value }) => data().cameras.heads.byId[value] !== undefined);
const aimed = (): Choice[] => heads().filter(({ value }) => presetsOf(value).length > 0);
/** Those that Efir reads. */
const bridged = (): Choice[] => of(data().studio.cameras).filter(({ value }) => data().feeds[value] !== undefined);
const TONES = ['info', 'warning', 'danger'] as const;

function first<Made>(choices: Choice[], make: (id: string) => Made): Made | undefined {
  const id = choices[0]?.value;
  return id === undefined ? undefined : make(id);
}

const SCENE: Asked = { field: 'scene', kind: 'choice', choices: scenes };
const GRAPHIC: Asked = { field: 'graphic', kind: 'choice', choices: graphics };
const INPUT: Asked = { field: 'input', kind: 'choice', choices: inputs };

const TIMER: Asked = { field: 'timer', kind: 'choice', choices: timers };
/** Only of a timer that has banks. */
const BANK: Asked = { field: 'bank', kind: 'bank' };
export const TRANSITIONS = ['fade', 'fade_to_color', 'swipe', 'slide', 'luma_wipe'] as const;

export const KINDS: readonly Kind[] = [
  { id: 'take', type: 'program.take', make: () => first(scenes(), (scene) => ({ type: 'program.take', scene, auto: true })), asked: [SCENE, { field: 'transition', kind: 'transition' }] },
  { id: 'preview', type: 'program.preview', make: () => first(scenes(), (scene) => ({ type: 'program.preview', scene })), asked: [SCENE] },
  { id: 'item', type: 'sources.item', make: () => first(scenes(), (scene) => first(itemsOf(scene), (item) => ({ type: 'sources.item', scene, item, visible: true }))), asked: [SCENE, { field: 'item', kind: 'choice' }, { field: 'visible', kind: 'switch' }] },
  { id: 'switch', type: 'switches.switch', make: () => first(switches(), (id) => first(camerasOf(id), (camera) => ({ type: 'switches.switch', switch: id, camera, auto: true }))), asked: [{ field: 'switch', kind: 'choice', choices: switches }, { field: 'camera', kind: 'choice' }, { field: 'auto', kind: 'switch' }] },
  { id: 'follow', type: 'switches.follow', make: () => first(voiced(), (id) => ({ type: 'switches.follow', switch: id, on: true })), asked: [{ field: 'switch', kind: 'choice', choices: voiced }, { field: 'on', kind: 'switch' }] },
  { id: 'recall', type: 'cameras.recall', make: () => first(aimed(), (camera) => first(presetsOf(camera), (id) => ({ type: 'cameras.recall', camera, preset: id }))), asked: [{ field: 'camera', kind: 'choice', choices: aimed }, { field: 'preset', kind: 'choice' }, { field: 'confirmed', kind: 'switch' }] },
  { id: 'home', type: 'cameras.home', make: () => first(heads(), (camera) => ({ type: 'cameras.home', camera })), asked: [{ field: 'camera', kind: 'choice', choices: heads }, { field: 'confirmed', kind: 'switch' }] },
  { id: 'feed', type: 'feeds.use', make: () => first(bridged(), (camera) => ({ type: 'feeds.use', camera, use: 'auto' })), asked: [{ field: 'camera', kind: 'choice', choices: bridged }, { field: 'use', kind: 'choice' }] },
  { id: 'play', type: 'graphics.play', make: () => first(graphics(), (graphic) => ({ type: 'graphics.play', graphic })), asked: [GRAPHIC] },
  { id: 'stop', type: 'graphics.stop', make: () => first(graphics(), (graphic) => ({ type: 'graphics.stop', graphic })), asked: [GRAPHIC] },
  { id: 'update', type: 'graphics.update', make: () => first(fixed(), (graphic) => ({ type: 'graphics.update', graphic, data: {} })), asked: [{ field: 'graphic', kind: 'choice', choices: fixed }] },
  { id: 'step', type: 'graphics.step', make: () => first(stepped(), (graphic) => ({ type: 'graphics.step', graphic })), asked: [{ field: 'graphic', kind: 'choice', choices: stepped }, { field: 'to', kind: 'step' }] },
  { id: 'clear', type: 'graphics.clear', make: () => ({ type: 'graphics.clear' }), asked: [] },
  { id: 'mute', type: 'sources.mute', make: () => first(inputs(), (input) => ({ type: 'sources.mute', input, muted: true })), asked: [INPUT, { field: 'muted', kind: 'switch' }] },
  { id: 'volume', type: 'sources.volume', make: () => first(inputs(), (input) => ({ type: 'sources.volume', input, volume: 0 })), asked: [INPUT, { field: 'volume', kind: 'number' }] },
  { id: 'fade', type: 'sources.fade', make: () => first(inputs(), (input) => ({ type: 'sources.fade', input, volume: -100, duration: 3_000 })), asked: [INPUT, { field: 'volume', kind: 'number' }, { field: 'duration', kind: 'seconds', most: 60 }] },
  { id: 'stream', type: 'outputs.set', make: () => (data().studio.canStream ? { type: 'outputs.set', output: 'stream', on: true } : undefined), asked: [{ field: 'on', kind: 'switch' }] },
  { id: 'record', type: 'outputs.set', make: () => (data().studio.canRecord ? { type: 'outputs.set', output: 'record', on: true } : undefined), asked: [{ field: 'on', kind: 'switch' }] },
  { id: 'say', type: 'stage.say', make: () => ({ type: 'stage.say', text: '…', tone: 'info' }), asked: [{ field: 'text', kind: 'text', most: 120 }, { field: 'tone', kind: 'choice' }, { field: 'blink', kind: 'switch' }] },
  { id: 'hush', type: 'stage.hush', make: () => ({ type: 'stage.hush' }), asked: [] },
  { id: 'blackout', type: 'stage.blackout', make: () => ({ type: 'stage.blackout', on: true }), asked: [{ field: 'on', kind: 'switch' }] },
  { id: 'second-text', type: 'stage.second', make: () => ({ type: 'stage.second', source: 'text', text: '…' }), asked: [{ field: 'text', kind: 'text', most: 120 }] },
  { id: 'second-timer', type: 'stage.second', make: () => first(timers(), (timer) => ({ type: 'stage.second', source: 'timer', timer })), asked: [TIMER] },
  { id: 'second-off', type: 'stage.second', make: () => ({ type: 'stage.second', source: 'nothing' }), asked: [] },
  { id: 'mark', type: 'marks.mark', make: () => ({ type: 'marks.mark', text: '' }), asked: [{ field: 'text', kind: 'text', free: true }] },
  { id: 'timer-start', type: 'timers.start', make: () => first(timers(), (timer) => ({ type: 'timers.start', timer })), asked: [TIMER, BANK] },
  { id: 'timer-pause', type: 'timers.pause', make: () => first(timers(), (timer) => ({ type: 'timers.pause', timer })), asked: [TIMER] },
  { id: 'timer-reset', type: 'timers.reset', make: () => first(timers(), (timer) => ({ type: 'timers.reset', timer })), asked: [TIMER] },
  { id: 'timer-switch', type: 'timers.switch', make: () => first(banked(), (timer) => ({ type: 'timers.switch', timer })), asked: [{ field: 'timer', kind: 'choice', choices: banked }, BANK] },
  { id: 'timer-set', type: 'timers.set', make: () => first(timers(), (timer) => ({ type: 'timers.set', timer, ms: 300_000 })), asked: [TIMER, BANK, { field: 'ms', kind: 'length' }] },
  { id: 'timer-adjust', type: 'timers.adjust', make: () => first(timers(), (timer) => ({ type: 'timers.adjust', timer, ms: 60_000 })), asked: [TIMER, BANK, { field: 'ms', kind: 'shift' }] },
  { id: 'webhook', type: 'calls.webhook', make: () => first(targets('webhook')(), (target) => ({ type: 'calls.webhook', target, body: null })), asked: [{ field: 'target', kind: 'choice', choices: targets('webhook') }, { field: 'body', kind: 'json' }] },
  { id: 'osc', type: 'calls.osc', make: () => first(targets('osc')(), (target) => ({ type: 'calls.osc', target, address: '/go', args: [] })), asked: [{ field: 'target', kind: 'choice', choices: targets('osc') }, { field: 'address', kind: 'text' }, { field: 'args', kind: 'values' }] },
];

/** What a show has not, where it has nothing for a kind: what the words `rundown-lacks-…` say. */
const LACKS: Record<string, string> = {
  take: 'scenes', preview: 'scenes', item: 'items', switch: 'switches', follow: 'voices', recall: 'presets', home: 'heads', feed: 'feeds', play: 'graphics', stop: 'graphics', update: 'fields', step: 'steps',
  mute: 'inputs', volume: 'inputs', fade: 'inputs', stream: 'stream', record: 'record',
  'second-timer': 'timers',
  'timer-start': 'timers', 'timer-pause': 'timers', 'timer-reset': 'timers', 'timer-set': 'timers', 'timer-adjust': 'timers',
  'timer-switch': 'banks', webhook: 'webhooks', osc: 'osc',
};

/** Why the kind cannot be chosen; undefined: it can. */
export const lackOf = (kind: Kind): string | undefined => (kind.make() === undefined ? LACKS[kind.id] : undefined);

export function kindOf(act: Act): string {
  if (act.type === 'outputs.set') return act.output;
  if (act.type === 'stage.second') return act.timer != null ? 'second-timer' : act.source === 'nothing' ? 'second-off' : 'second-text';
  return KINDS.find((kind) => kind.type === act.type)?.id ?? '';
}

/** What a new cue does until somebody says what: nothing that is seen on the air, should GO come first. */
export const firstAct = (): Act => ({ type: 'marks.mark', text: '' });

export const itemsOf = (scene: string): Choice[] => {
  const items = data().studio.scenes.byId[scene]?.items;
  return items === undefined ? [] : of(items);
};

export const camerasOf = (id: string): Choice[] => {
  const { switches, cameras } = data().studio;
  return switches.byId[id]?.cameras.map((value) => ({ value, name: cameras.byId[value]?.name ?? value })) ?? [];
};

export const presetsOf = (camera: string): Choice[] => {
  const presets = data().cameras.heads.byId[camera]?.presets;
  return presets === undefined ? [] : of(presets);
};

/** What a camera's feed can be held at. */
export const usesOf = (camera: string): readonly FeedsUse['use'][] =>
  (['auto', 'main', 'backup', 'slate'] as const).filter((use) => use !== 'backup' || data().feeds[camera]?.backup !== undefined);

export const banksOf = (timer: string): Choice[] => {
  const banks = data().timers.byId[timer]?.banks;
  return banks === undefined ? [] : of(banks);
};

/** Each step that the graphic can have (from 0), with what it says now. */
export function stepsOf(graphic: string): string[] {
  const { fields = {} } = data().studio.graphics.byId[graphic] ?? {};
  const now = data().graphics.byId[graphic]?.data ?? fields;
  const points = Object.keys(fields).filter((field) => /^point\d$/.test(field));
  const filled = points.map((field) => now[field] ?? '').filter((text) => text.trim() !== '');
  return points.map((_, step) => filled[step] ?? '');
}

/** A take with another transition; `scene`: with what is set for the scene. */
export function withTransition(act: ProgramTake, kind: string): ProgramTake {
  const { type, scene } = act;
  if (kind === 'scene') return { type, scene, auto: true };
  if (kind === 'cut') return { type, scene };
  const found = TRANSITIONS.find((one) => one === kind) ?? 'fade';
  return { type, scene, auto: true, transition: { kind: found, duration: act.transition?.duration ?? 600 } };
}

/** What of it is chosen. */
export function transitionOf(act: ProgramTake): string {
  if (act.transition != null) return act.transition.kind ?? 'fade';
  return act.auto ? 'scene' : 'cut';
}

export const tones = (words: (tone: string) => string): Choice[] => TONES.map((value) => ({ value, name: words(value) }));

/** `1, 0.5, on` → numbers where they are numbers, yes and no where it says true and false. */
export function valuesOf(text: string): (number | string | boolean)[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (part === 'true' ? true : part === 'false' ? false : Number.isFinite(Number(part)) ? Number(part) : part));
}
