/** Switches of cameras in the scenes on air and in preview, and which of them the keys act on. */
import { act, data, program } from './session.svelte';
import { ui } from './ui.svelte';

const inScene = (scene: string | undefined): string[] =>
  Object.values((scene !== undefined && data().studio.scenes.byId[scene]?.items.byId) || {}).flatMap((item) => item.switch ?? []);

export const switchesOnAir = (): string[] => inScene(program().scene);

export function switchesShown(): string[] {
  const seen = [...switchesOnAir(), ...inScene(program().preview)];
  return data().studio.switches.order.filter((id) => seen.includes(id));
}

/** The one that was chosen for the keys, until another scene is on air; else the first on air, else in preview. */
export function switchOfKeys(): string | undefined {
  const shown = switchesShown();
  if (ui.switch !== undefined && ui.switch.scene === program().scene && shown.includes(ui.switch.id)) return ui.switch.id;
  const air = switchesOnAir();
  return shown.find((id) => air.includes(id)) ?? shown[0];
}

export const chooseSwitch = (id: string): void => void (ui.switch = { id, scene: program().scene });

/** The one that the keys would act on next. */
export function switchAfter(): string | undefined {
  const shown = switchesShown();
  return shown.length < 2 ? undefined : shown[(shown.indexOf(switchOfKeys() ?? '') + 1) % shown.length];
}

export const camerasOf = (id: string | undefined): readonly string[] => data().studio.switches.byId[id ?? '']?.cameras ?? [];

/** At once; softly, by the show's transition. */
export const putCamera = (id: string, camera: string): void =>
  void act({ type: 'switches.switch', switch: id, camera, auto: ui.softly }, `switch-${id}-${camera}`);

/** Follows whoever speaks, again if a hand holds it; or not any more. */
export function follow(id: string): void {
  const now = data().switches.byId[id];
  void act({ type: 'switches.follow', switch: id, on: !now?.follows || now.held === true }, `follow-${id}`);
}
