import { SvelteSet } from 'svelte/reactivity';

/** What the operator looks at: never sent anywhere. */
export type Deck = 'scenes' | 'log' | 'access' | 'keys' | 'graphic' | 'entry' | 'timers' | 'cameras';
export type Desk = 'rundown' | 'debate';
export type Tab = 'plan' | 'pairs' | 'draw' | 'say' | 'timers' | 'standings';

class Ui {
  deck = $state<Deck>('scenes');
  /** The operator's choice where a show has both; absent: the format's own desk, if there is a format. */
  desk = $state<Desk>();
  tab = $state<Tab>('pairs');
  /** The entry of the rundown that is looked at. */
  entry = $state<string>();
  /** Whose items are shown under the scenes. */
  items = $state<'preview' | 'program'>('preview');
  /** The graphic whose words are edited in the deck. */
  graphic = $state<string>();
  /** The camera that is looked at in its drawer. */
  camera = $state<string>();
  /** The switch that the keys act on, if it was chosen, and what was on air then. */
  switch = $state.raw<{ id: string; scene: string | undefined }>();
  /** Cameras of switches change by the show's transition, else by a cut: for all switches, as a hand is used to it. */
  softly = $state(false);
  /** Calls outside that failed, and whose failing was looked at. */
  readonly seenCalls = new SvelteSet<string>();
  /** The word said in the hall, for the draw under way. */
  word = $state('');

  show(deck: Deck): void {
    this.deck = this.deck === deck ? 'scenes' : deck;
  }
}

export const ui = new Ui();
