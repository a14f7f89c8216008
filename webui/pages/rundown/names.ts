import type { Names } from '$lib/cues';
import { data } from './session.svelte';

export const namesOf = (): Names => {
  const { studio, cameras, timers } = data();
  return {
    scene: (id) => studio.scenes.byId[id]?.name ?? id,
    transition: (scene) => studio.scenes.byId[scene]?.transition,
    graphic: (id) => studio.graphics.byId[id]?.name ?? id,
    input: (id) => studio.inputs.byId[id]?.name ?? id,
    item: (scene, id) => studio.scenes.byId[scene]?.items.byId[id]?.name ?? id,
    camera: (id) => studio.cameras.byId[id]?.name ?? id,
    preset: (camera, id) => cameras.heads.byId[camera]?.presets.byId[id]?.name ?? id,
    switch: (id) => studio.switches.byId[id]?.name ?? id,
    target: (id) => studio.targets.byId[id]?.name ?? id,
    timer: (id) => timers.byId[id]?.name ?? id,
    bank: (timer, id) => timers.byId[timer]?.banks?.byId[id]?.name ?? id,
  };
};
