/** Cues in words: what each does, and when. */
import { lengthText, offsetText } from './plan-times';
import { numberWords, t } from './texts.svelte';
import type { Cue, Item, ProgramTake, StageSecond, TransitionWire } from './wire';

export type Act = Cue['act'];

/** Names in place of ids; an id that is not known stays. */
export interface Names {
  scene: (id: string) => string;
  /** Into a scene, as the show has it; none: of a scene that is not there. */
  transition: (scene: string) => TransitionWire | undefined;
  graphic: (id: string) => string;
  input: (id: string) => string;
  item: (scene: string, id: string) => string;
  camera: (id: string) => string;
  preset: (camera: string, id: string) => string;
  switch: (id: string) => string;
  target: (id: string) => string;
  timer: (id: string) => string;
  bank: (timer: string, id: string) => string;
}

/** «В эфир: Общий план (склейка)». */
export function cueWords(act: Act, names: Names): string {
  switch (act.type) {
    case 'program.take':
      return takeWords(act, names);
    case 'program.preview':
      return t('cue-preview', { scene: names.scene(act.scene) });
    case 'sources.item':
      return t(act.visible ? 'cue-show' : 'cue-hide', { item: names.item(act.scene, act.item), scene: names.scene(act.scene) });
    case 'switches.switch':
      return t('cue-switch', { switch: names.switch(act.switch), camera: names.camera(act.camera) });
    case 'switches.follow':
      return t(act.on === false ? 'cue-follow-off' : 'cue-follow', { switch: names.switch(act.switch) });
    case 'sources.mute':
      return t(act.muted ? 'cue-mute' : 'cue-unmute', { input: names.input(act.input) });
    case 'sources.volume':
      return t('cue-volume', { input: names.input(act.input), db: numberWords(act.volume, 1) });
    case 'sources.fade':
      return t('cue-fade', {
        input: names.input(act.input),
        db: numberWords(act.volume, 1),
        seconds: numberWords(act.duration / 1000, 1),
      });
    case 'cameras.recall':
      return t('act-recall', { camera: names.camera(act.camera), name: names.preset(act.camera, act.preset) });
    case 'cameras.home':
      return t('act-home', { camera: names.camera(act.camera) });
    case 'feeds.use':
      return t('act-feed', { camera: names.camera(act.camera), use: act.use });
    case 'graphics.step':
      return t('cue-step', { graphic: names.graphic(act.graphic), step: act.to == null ? 0 : act.to + 1 });
    case 'graphics.play':
      return t('cue-play', { graphic: names.graphic(act.graphic) });
    case 'graphics.stop':
      return t('cue-stop', { graphic: names.graphic(act.graphic) });
    case 'graphics.update':
      return t('cue-update', { graphic: names.graphic(act.graphic) });
    case 'graphics.clear':
      return t('cue-clear');
    case 'outputs.set':
      return t(`cue-${act.output}-${act.on ? 'start' : 'stop'}`);
    case 'stage.say':
      return t('cue-say', { text: act.text });
    case 'stage.hush':
      return t('cue-hush');
    case 'stage.blackout':
      return t(act.on ? 'cue-blackout' : 'cue-blackout-over');
    case 'stage.second':
      return secondWords(act, names);
    case 'marks.mark':
      return t('cue-mark', { text: act.text || 'blank' });
    case 'calls.webhook':
      return t('cue-call', { target: names.target(act.target) });
    case 'calls.osc':
      return t('cue-osc', { target: names.target(act.target), address: act.address });
    case 'timers.pause':
    case 'timers.reset':
      return t(act.type === 'timers.pause' ? 'cue-timer-pause' : 'cue-timer-reset', { timer: names.timer(act.timer) });
    case 'timers.start':
    case 'timers.switch':
      return t(act.type === 'timers.start' ? 'cue-timer-start' : 'cue-timer-switch', bankArgs(act, names));
    case 'timers.set':
      return t('cue-timer-set', { ...bankArgs(act, names), time: lengthText(act.ms) });
    case 'timers.adjust':
      return t('cue-timer-adjust', { ...bankArgs(act, names), time: offsetText(act.ms) });
  }
}

function takeWords(act: ProgramTake, names: Names): string {
  const scene = names.scene(act.scene);
  const own = act.transition ?? (act.auto === true ? undefined : { kind: 'cut' as const });
  const how = own ?? names.transition(act.scene);
  if (how === undefined) return t('cue-take', { scene, how: t('cue-take-auto') });
  const { kind = 'fade', duration = 300 } = how;
  const words = t('cue-take-how', { kind, seconds: kind === 'cut' ? 'blank' : numberWords(duration / 1000, 1) });
  return t('cue-take', { scene, how: own === undefined ? `${t('cue-take-auto')}: ${words}` : words });
}

function secondWords(act: StageSecond, names: Names): string {
  if (act.timer != null) return t('cue-second-timer', { timer: names.timer(act.timer) });
  const kind = act.source === undefined ? 'kept' : act.source === 'text' ? 'text' : 'off';
  return t(`cue-second-${kind}`, { text: act.text || 'blank' });
}

const bankArgs = (act: { timer: string; bank?: string | null }, names: Names) => ({
  timer: names.timer(act.timer),
  bank: act.bank == null ? 'blank' : names.bank(act.timer, act.bank),
});

/** «в начале», «через 1:30», «за 1:00 до конца», «в 12:05». `planTime`: how the page writes a wall time of the plan. */
export function whenWords(cue: Cue, item: Item, planTime: (at: number) => string): string {
  switch (cue.when ?? 'start') {
    case 'start':
      return t('cue-when-start');
    case 'end':
      return t('cue-when-end');
    case 'after':
      return t('cue-when-after', { time: offsetText(cue.by ?? 0).replace('+', '') });
    case 'time':
      return t('cue-when-time', { time: planTime(cue.by ?? 0) });
    case 'warning':
      return t('cue-when-left', { time: offsetText(item.warning ?? 60_000).replace('+', '') });
    case 'danger':
      return t('cue-when-left', { time: offsetText(item.danger ?? 15_000).replace('+', '') });
    case 'overrun':
      return t('cue-when-overrun', { time: offsetText(cue.by ?? 0) });
  }
}
