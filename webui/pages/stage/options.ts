/** What the address says: `?sound=0` no bell here, `?names=0` the clock alone. (`?lang=`: lib/texts. `?t=`: the link's token.) */
const query = new URLSearchParams(location.search);

export const options = {
  sound: query.get('sound') !== '0',
  names: query.get('names') !== '0',
  token: query.get('t') ?? undefined,
  as: query.get('as') ?? undefined,
} as const;
