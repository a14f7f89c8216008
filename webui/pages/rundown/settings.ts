/** Columns and date: changed without overwriting anybody. */
import { say } from '$lib/lines.svelte';
import { changed, type Change, type Settings } from '$lib/settings-edits';
import { t, troubleWords } from '$lib/texts.svelte';
import { live, newer, plan } from './session.svelte';

const TRIES = 5;
const settings = (): Settings => ({ date: plan().date, fields: plan().fields });

let base: Settings | undefined;
let last: Promise<unknown> = Promise.resolve();

/** Somebody begins to type: what stands there now is what he changes. */
export const begin = (): void => void (base = settings());

/** One after another, each of what the one before has left. False: what stands in the plan stays. */
export function changeSettings(change: Change): Promise<boolean> {
  const turn = last.then(() => make(change));
  last = turn;
  return turn;
}

async function make(change: Change): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { edition } = plan();
    const next = changed(change, settings(), base ?? settings());
    if (next === undefined) {
      say(t('rundown-settings-taken'), 'danger');
      begin();
      return false;
    }
    if (JSON.stringify(next) === JSON.stringify(settings())) return true;
    const { date } = next;
    const receipt = await live.send({ type: 'rundown.settings', fields: [...next.fields], edition, ...(date === undefined ? {} : { date }) });
    if (!receipt.ok && receipt.error?.code !== 'rundown-changed') {
      say(troubleWords(receipt.error), 'danger');
      return false;
    }
    await newer(() => plan().edition > edition);
    if (receipt.ok) {
      begin();
      return true;
    }
  }
  say(t('rundown-changed'), 'danger');
  return false;
}
