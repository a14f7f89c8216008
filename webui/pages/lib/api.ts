/** The server's REST calls. What it refuses comes as `Refused`, with words for a person. */
import { t, troubleWords } from './texts.svelte';
import type { Problem, ProblemAnswer } from './wire';

export class Refused extends Error {
  readonly status: number;
  readonly problem: Problem | undefined;
  /** Which field of the body, as `$.password`. */
  readonly field: string | undefined;

  constructor(status: number, answer: ProblemAnswer | undefined) {
    super(answer ? troubleWords(answer.error) : t(status === 0 ? 'common-no-server' : 'common-unknown'));
    this.status = status;
    this.problem = answer?.error;
    this.field = answer?.field;
  }
}

/** JSON in, JSON out; 204 gives undefined. Throws `Refused`. */
export async function call<Answer>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers: { Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch (error) {
    console.warn(`${method} ${path}`, error);
    throw new Refused(0, undefined);
  }
  const isJson = response.headers.get('Content-Type')?.startsWith('application/json') ?? false;
  const answer: unknown = isJson ? await response.json() : undefined;
  if (!response.ok) throw new Refused(response.status, isJson ? (answer as ProblemAnswer) : undefined);
  return answer as Answer;
}
