/** What of the studio follows from its scenes and switches. */
import type { ItemWire, SourcesWire, StudioWire, SwitchesWire } from './wire';

/** Which camera an item of a scene shows, if any. */
export const cameraOf = (item: ItemWire | undefined, switches: SwitchesWire): string | undefined =>
  item?.switch === undefined ? item?.camera : switches.byId[item.switch]?.camera;

/** Whether the camera is seen in a scene, as its items and switches stand. */
export function seenIn(
  studio: Pick<StudioWire, 'scenes'>, switches: SwitchesWire, visible: SourcesWire['visible'], scene: string | undefined, camera: string,
): boolean {
  if (scene === undefined) return false;
  const items = studio.scenes.byId[scene]?.items;
  return items?.order.some((item) => cameraOf(items.byId[item], switches) === camera && visible[scene]?.[item] !== false) ?? false;
}
