/**
 * What the address says: `?sound=0` no bell here, `?names=0` the clock alone, `?hide=next,title` an item without what comes after it,
 * without its name, `?hide=second` without the second line, `?timer=ID,ID` named timers and nothing else. (`?lang=`: lib/texts.
 * `?theme=`: lib/theme. `?t=`: the link's token.)
 */
import { idsOf } from '$lib/timer-screen';

const query = new URLSearchParams(location.search);

export const options = {
  sound: query.get('sound') !== '0',
  names: query.get('names') !== '0',
  hide: new Set(query.getAll('hide').flatMap((value) => value.split(','))),
  timers: idsOf(query.getAll('timer')),
  token: query.get('t') ?? undefined,
  as: query.get('as') ?? undefined,
} as const;
