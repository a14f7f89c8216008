/** What of the studio follows from its scenes and switches. */
import type { ItemWire, SwitchesWire } from './wire';

/** Which camera an item of a scene shows, if any. */
export const cameraOf = (item: ItemWire | undefined, switches: SwitchesWire): string | undefined =>
  item?.switch === undefined ? item?.camera : switches.byId[item.switch]?.camera;
