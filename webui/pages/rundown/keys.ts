/** Every hotkey of the editor. */
import type { Hotkey } from '$lib/hotkeys';
import { t } from '$lib/texts.svelte';
import { add, applyDelay, duplicate, move, remove, select, toggleFlag, toggleSkip } from './editing';
import { redo, undo } from './undoing';
import { ui } from './ui.svelte';

function edit(): void {
  if (ui.selected !== undefined) document.querySelector<HTMLElement>(`[data-cell="${ui.selected}/title"]`)?.focus();
}

export function hotkeys(): Hotkey[] {
  const group = () => t('rundown-page');
  const key = (combo: string, code: string, run: () => void, repeats = false): Hotkey => ({
    combo, group, label: () => t(code), run, repeats,
  });
  return [
    key('ArrowUp', 'rundown-key-up', () => select(-1), true),
    key('ArrowDown', 'rundown-key-down', () => select(1), true),
    key('Enter', 'rundown-key-edit', edit),
    key('Insert', 'rundown-key-add', () => void add('item')),
    key('KeyA', 'rundown-key-add', () => void add('item')),
    key('Ctrl+KeyD', 'rundown-key-duplicate', () => void duplicate()),
    key('Delete', 'rundown-key-remove', () => void remove()),
    key('Alt+ArrowUp', 'rundown-key-move-up', () => void move(-1)),
    key('Alt+ArrowDown', 'rundown-key-move-down', () => void move(1)),
    key('KeyS', 'rundown-key-skip', toggleSkip),
    key('KeyF', 'rundown-key-flag', toggleFlag),
    key('KeyD', 'rundown-key-apply-delay', () => void applyDelay()),
    key('Ctrl+KeyZ', 'panel-undo', undo),
    key('Ctrl+Shift+KeyZ', 'rundown-redo', redo),
    key('Slash', 'rundown-filter', () => document.getElementById('filter')?.focus()),
    key('Shift+Slash', 'common-hotkeys', () => (ui.sheet = ui.sheet === 'keys' ? 'none' : 'keys')),
    key('Escape', 'common-close', () => (ui.sheet = 'none')),
  ];
}
