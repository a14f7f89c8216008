/** The connection, and the sums that all screens share. */
import { itemOf } from '$lib/item-clock';
import { connect } from '$lib/live.svelte';
import { AHEAD_MS, countdownTo, forecast, hasFlags, nextFlag, showEnd } from '$lib/forecast';
import { offset, schedule, type Expected } from '$lib/schedule';
import { rateOf, showTime } from '$lib/show-time';
import { t } from '$lib/texts.svelte';
import { Ticker } from '$lib/tick.svelte';
import type { BackstageData, ClockWire, Item } from '$lib/wire';
import { getContext, setContext } from 'svelte';
import { as, names, token } from './address.svelte';

export const live = connect({ view: 'backstage', as, ...(token === undefined ? {} : { token }) });

export type Forecast = Record<string, Expected>;

export class Show {
  readonly ticker: Ticker;

  readonly data: BackstageData = $derived.by(() => {
    if (live.data === undefined) throw new Error('the screens have no data yet');
    return live.data;
  });
  readonly run = $derived(this.data.run);
  readonly rundown = $derived(this.data.rundown);
  readonly zone = $derived(this.data.show.timeZone);
  readonly rate = $derived(rateOf(this.run));
  readonly planned = $derived(schedule(this.rundown));

  /** On the air. */
  readonly on = $derived(this.run.mode === 'on' ? itemOf(this.rundown.byId, this.run.item) : undefined);
  /** Ready, or waiting for its time: it is what comes next. */
  readonly ready = $derived(this.run.mode === 'on' ? undefined : itemOf(this.rundown.byId, this.run.item));
  readonly next = $derived(this.ready ?? itemOf(this.rundown.byId, this.run.next));
  /** Flagged, and to come. */
  readonly flag = $derived(nextFlag(this.rundown, this.run));
  readonly hasFlags = $derived(hasFlags(this.rundown));

  readonly expected: Forecast = $derived.by(() => forecast(this.rundown, this.planned, this.run, this.ticker.at));
  readonly #later: Forecast = $derived.by(() => forecast(this.rundown, this.planned, this.run, this.ticker.at + AHEAD_MS));
  readonly end = $derived(showEnd(this.rundown, this.expected));
  readonly plannedEnd = $derived(showEnd(this.rundown, this.planned));
  readonly offset = $derived.by((): number | undefined => {
    const found = offset(this.planned, this.run, this.ticker.at);
    return found && (this.run.relative ? found.relative : found.absolute);
  });

  constructor() {
    this.ticker = new Ticker(this.now, () => this.rate);
  }

  /** Show time: in a rehearsal it runs faster. Not reactive: read it when drawing. */
  now = (): number => showTime(this.run, live.now());

  /**
   * A countdown to a moment that follows from the forecast (`at` is asked for two instants a second apart). A moment that goes away
   * as fast as time comes — because the item before it stands, or is in overtime — makes a countdown that stands.
   */
  countdown(at: (expected: Forecast, now: number) => number | undefined, warnings: number[] = [60_000]): ClockWire | undefined {
    const now = this.ticker.at;
    const here = at(this.expected, now);
    if (here === undefined) return undefined;
    return countdownTo(here, at(this.#later, now + AHEAD_MS), now, warnings);
  }

  /** «12А Новости»; where the link says so, without the title. */
  name(item: Item | undefined): string {
    if (item === undefined) return '';
    if (names()) return [item.number, item.title].filter(Boolean).join(' ') || t('backstage-untitled');
    return t('backstage-item', { number: item.number || String(this.rundown.order.indexOf(item.id) + 1) });
  }

  /** Items in the plan's order; skipped ones are not played. */
  items(): Item[] {
    return this.rundown.order.flatMap((id) => {
      const item = itemOf(this.rundown.byId, id);
      return item === undefined || item.skip ? [] : [item];
    });
  }
}

const KEY = Symbol('show');
export const provideShow = (): Show => setContext(KEY, new Show());
export const useShow = (): Show => getContext<Show>(KEY);
