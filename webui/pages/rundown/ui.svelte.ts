/** What the editor looks at: never sent anywhere. */
export interface Conflict {
  id: string;
  changes: Record<string, unknown>;
  theirs: Record<string, unknown>;
}

class Ui {
  /** The entry the cursor is on. */
  selected = $state<string>();
  filter = $state('');
  conflict = $state.raw<Conflict>();
  /** The cue that is edited. */
  cue = $state<string>();
  sheet = $state<'none' | 'exchange' | 'fields' | 'keys'>('none');
}

export const ui = new Ui();
