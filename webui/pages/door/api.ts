/** Asking the server at the door. Never rejects: an answer that did not come is a problem like any other. */
import type { MeAnswer, Problem, ProblemAnswer } from '$lib/wire';

export type Answer<T> = { ok: true; data: T } | { ok: false; problem: Problem; waitSeconds?: number };

const OFFLINE: Problem = { code: 'door-offline', args: {}, text: '' };
const PATIENCE_MS = 15_000;

async function ask<T>(path: string, init: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS), cache: 'no-store' });
    if (response.ok) return { ok: true, data: (await response.json()) as T };
    const { error } = (await response.json()) as ProblemAnswer;
    const wait = Number(response.headers.get('Retry-After'));
    return { ok: false, problem: error, ...(wait > 0 ? { waitSeconds: wait } : {}) };
  } catch (error) {
    // No network, no Efir, or something that is not Efir answers there.
    console.warn(path, error);
    return { ok: false, problem: OFFLINE };
  }
}

export const post = <T>(path: string, body: unknown): Promise<Answer<T>> =>
  ask<T>(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export const whoAmI = (): Promise<Answer<MeAnswer>> => ask<MeAnswer>('/api/me', {});


/** The page a role works in. */
export const homeOf = (me: MeAnswer): string => (me.link === undefined ? me.home : `${me.home}?as=${encodeURIComponent(me.link)}`);

/** What stands behind `#`: a token that reaches no server log. It leaves the address, so that it does not stay in the history. */
export function takeToken(): string {
  const token = location.hash.slice(1);
  if (token !== '') history.replaceState(null, '', location.pathname + location.search);
  return token;
}
