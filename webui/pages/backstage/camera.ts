/** When a camera goes on the air and off it, and what is done to it, as the cues of the rundown say. Pure; times are show time, UTC ms. */
import { itemOf, DANGER_MS, WARNING_MS } from '$lib/item-clock';
import { planMoment } from '$lib/plan-times';
import { seenIn } from '$lib/studio';
import type { Expected } from '$lib/schedule';
import type { Cue, Item, RunWire, RundownWire, SourcesWire, StudioWire, SwitchesWire } from '$lib/wire';

type Act = Cue['act'];

/** A cue that is to come. */
export interface Coming {
  at: number;
  act: Act;
  item: string;
  cue: string;
  /** It waits for the operator's GO: its moment is only expected. */
  byHand: boolean;
}

/** What is on the air, as far as it decides which cameras are seen. */
export interface Picture {
  scene?: string | undefined;
  switches: SwitchesWire;
  visible: SourcesWire['visible'];
}

/** A cue that brings a camera on the air, or off it. */
export interface Change extends Coming {
  /** On the air after it. */
  scene: string | undefined;
}

/** A cue of the item on the air that is this much behind is not to come any more. */
const LATE_MS = 1_000;

const PICTURE: ReadonlySet<Act['type']> = new Set<Act['type']>(['program.take', 'switches.switch', 'sources.item']);
/** What a cue does to a camera itself. */
export type OwnAct = Extract<Act, { type: 'cameras.recall' | 'cameras.home' | 'feeds.use' }>;
const isOwn = (act: Act): act is OwnAct => act.type === 'cameras.recall' || act.type === 'cameras.home' || act.type === 'feeds.use';

/** Everything that is to come and concerns cameras, in the order of time. */
export function cuesAhead(rundown: RundownWire, run: RunWire, expected: Record<string, Expected>, zone: string, now: number): Coming[] {
  const found: Coming[] = [];
  for (const id of rundown.order) {
    const item = itemOf(rundown.byId, id);
    const when = expected[id];
    if (item === undefined || when === undefined) continue;
    const on = run.mode === 'on' && run.item === id;
    for (const cue of item.cues ?? []) {
      if (!(PICTURE.has(cue.act.type) || isOwn(cue.act)) || (on && run.fired.includes(cue.id))) continue;
      const at = on ? momentNow(cue, item, rundown, run, when, zone, now) : momentLater(cue, item, rundown, when, zone);
      // A show that has not begun by its time still has all its cues before it.
      if (at === undefined || (on && at < now - LATE_MS)) continue;
      const byHand = (cue.when ?? 'start') === 'start' || cue.when === 'end';
      found.push({ at: Math.max(at, now), act: cue.act, item: id, cue: cue.id, byHand });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

/** Of an item that is not on yet: counted from when it is expected to be. */
function momentLater(cue: Cue, item: Item, rundown: RundownWire, when: Expected, zone: string): number | undefined {
  const inside = (at: number): number | undefined => (at >= when.start && at <= when.end ? at : undefined);
  switch (cue.when ?? 'start') {
    case 'start':
      return when.start;
    case 'end':
      return when.end;
    case 'after':
      return inside(when.start + (cue.by ?? 0));
    case 'time':
      return inside(planMoment(cue.by ?? 0, rundown.today, zone));
    case 'warning':
      return Math.max(when.start, when.end - (item.warning ?? WARNING_MS));
    case 'danger':
      return Math.max(when.start, when.end - (item.danger ?? DANGER_MS));
    case 'overrun':
      return undefined; // nobody plans to be late
  }
}

/** Of the item on the air: by its own clock, which may stand. */
function momentNow(
  cue: Cue, item: Item, rundown: RundownWire, run: RunWire, when: Expected, zone: string, now: number,
): number | undefined {
  const timer = run.timer;
  if (timer === undefined) return undefined;
  const left = timer.target !== undefined ? timer.target - now : (timer.left ?? 0);
  const started = run.started ?? now;
  switch (cue.when ?? 'start') {
    case 'start':
      return undefined; // it was
    case 'end':
      return when.end;
    case 'after':
      return now + (cue.by ?? 0) - (timer.total + run.added - left);
    case 'time': {
      const at = planMoment(cue.by ?? 0, rundown.today, zone);
      return at >= started ? at : undefined;
    }
    case 'warning':
      return now + left - (item.warning ?? WARNING_MS);
    case 'danger':
      return now + left - (item.danger ?? DANGER_MS);
    case 'overrun':
      return left < 0 ? now + left + (cue.by ?? 0) : undefined;
  }
}

/** The picture after an act. */
function after(picture: Picture, act: Act): Picture {
  switch (act.type) {
    case 'program.take':
      return { ...picture, scene: act.scene };
    case 'switches.switch':
      return { ...picture, switches: { byId: { ...picture.switches.byId, [act.switch]: { camera: act.camera } } } };
    case 'sources.item':
      return { ...picture, visible: { ...picture.visible, [act.scene]: { ...picture.visible[act.scene], [act.item]: act.visible } } };
    default:
      return picture;
  }
}

export interface Ahead {
  /** The first cue that brings the camera on the air when it is not; while it is, the first after it has left. */
  next?: Change;
  /** While it is on the air: the cue that takes it off. */
  until?: Change;
  /** The next cue that does something to this camera itself. */
  own?: Coming & { act: OwnAct };
}

/** A scene and a switch at one moment of one item are one change: what is between them nobody sees. */
export function cameraAhead(cues: readonly Coming[], studio: Pick<StudioWire, 'scenes'>, picture: Picture, camera: string): Ahead {
  const isOn = (now: Picture): boolean => seenIn(studio, now.switches, now.visible, now.scene, camera);
  const changes: Change[] = [];
  const live = isOn(picture);
  let before = live;
  let seen = live;
  let turned: Coming | undefined;
  cues.forEach((cue, i) => {
    picture = after(picture, cue.act);
    if (isOn(picture) !== seen) turned = cue;
    seen = isOn(picture);
    const next = cues[i + 1];
    if (next?.at === cue.at && next.item === cue.item) return;
    if (seen !== before && turned !== undefined) changes.push({ ...turned, scene: picture.scene });
    before = seen;
  });
  const [until, next] = live ? changes : [undefined, changes[0]];
  const own = cues.find((cue): cue is Coming & { act: OwnAct } => isOwn(cue.act) && cue.act.camera === camera);
  return { ...(next ? { next } : {}), ...(until ? { until } : {}), ...(own ? { own } : {}) };
}
