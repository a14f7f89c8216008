/** What the operator looks at: never sent anywhere. */
export type Deck = 'scenes' | 'log' | 'access' | 'timers' | 'keys' | 'graphic';
export type Tab = 'pairs' | 'draw' | 'say' | 'timers' | 'standings';

class Ui {
  deck = $state<Deck>('scenes');
  tab = $state<Tab>('pairs');
  /** Whose items are shown under the scenes. */
  items = $state<'preview' | 'program'>('preview');
  /** The graphic whose words are edited in the deck. */
  graphic = $state<string>();
  /** The word said in the hall, for the draw under way. */
  word = $state('');

  show(deck: Deck): void {
    this.deck = this.deck === deck ? 'scenes' : deck;
  }
}

export const ui = new Ui();
