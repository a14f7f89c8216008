/** When a camera goes on the air and off it, as the cues of the rundown say. Pure; times are show time, UTC ms. */
import { itemOf, DANGER_MS, WARNING_MS } from '$lib/item-clock';
import { planMoment } from '$lib/plan-times';
import { cameraOf } from '$lib/studio';
import type { Expected } from '$lib/schedule';
import type { Cue, Item, ItemWire, RunWire, RundownWire, StudioWire, SwitchesWire } from '$lib/wire';

/** A cue that brings a scene on the air. */
export interface Take {
  at: number;
  scene: string;
  item: string;
  cue: string;
  /** It waits for the operator's GO: its moment is only expected. */
  byHand: boolean;
}

/** A cue of the item on the air that is this much behind is not to come any more. */
const LATE_MS = 1_000;

/** Scenes in which the camera is seen, as the switches stand. */
export function scenesOf(studio: StudioWire, switches: SwitchesWire, camera: string): Set<string> {
  const seen = (item: ItemWire): boolean => cameraOf(item, switches) === camera;
  return new Set(studio.scenes.order.filter((scene) => Object.values(studio.scenes.byId[scene]?.items.byId ?? {}).some(seen)));
}

/** Everything that is to come, in the order of time. */
export function takesAhead(rundown: RundownWire, run: RunWire, expected: Record<string, Expected>, zone: string, now: number): Take[] {
  const found: Take[] = [];
  for (const id of rundown.order) {
    const item = itemOf(rundown.byId, id);
    const when = expected[id];
    if (item === undefined || when === undefined) continue;
    const on = run.mode === 'on' && run.item === id;
    for (const cue of item.cues ?? []) {
      if (cue.act.type !== 'program.take' || (on && run.fired.includes(cue.id))) continue;
      const at = on ? momentNow(cue, item, rundown, run, when, zone, now) : momentLater(cue, item, rundown, when, zone);
      // A show that has not begun by its time still has all its cues before it.
      if (at === undefined || (on && at < now - LATE_MS)) continue;
      const byHand = (cue.when ?? 'start') === 'start' || cue.when === 'end';
      found.push({ at: Math.max(at, now), scene: cue.act.scene, item: id, cue: cue.id, byHand });
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

export interface Ahead {
  /** The first cue that brings the camera on the air when it is not; while it is, the first after it has left. */
  next?: Take;
  /** While it is on the air: the cue that takes it off. */
  until?: Take;
}

/** `live`: the camera is on the air now. */
export function cameraAhead(takes: readonly Take[], scenes: ReadonlySet<string>, live: boolean): Ahead {
  const leaves = live ? takes.findIndex((take) => !scenes.has(take.scene)) : 0;
  if (leaves < 0) return {};
  const next = takes.slice(leaves).find((take) => scenes.has(take.scene));
  const until = live ? takes[leaves] : undefined;
  return { ...(next ? { next } : {}), ...(until ? { until } : {}) };
}
