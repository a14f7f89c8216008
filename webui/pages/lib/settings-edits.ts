/** Changes of a plan's columns and date, made of the settings as they are when their turn comes. Pure. */
import type { Field } from './wire';

export interface Settings {
  /** YYYY-MM-DD; undefined: played on any day. */
  date: string | undefined;
  fields: readonly Field[];
}

export type Change =
  | { is: 'date'; date: string | undefined }
  | { is: 'add'; field: Field }
  | { is: 'rename'; id: string; label: string }
  | { is: 'remove'; id: string };

const labelOf = (settings: Settings, id: string): string | undefined => settings.fields.find((field) => field.id === id)?.label;

/** `base`: the settings as the person saw them who makes the change. Undefined: somebody else changed the very same since. */
export function changed(change: Change, now: Settings, base: Settings): Settings | undefined {
  switch (change.is) {
    case 'date':
      return now.date === base.date || now.date === change.date ? { ...now, date: change.date } : undefined;
    case 'add':
      return { ...now, fields: [...now.fields, change.field] };
    case 'rename': {
      const label = labelOf(now, change.id);
      if (label === undefined || (label !== labelOf(base, change.id) && label !== change.label)) return undefined;
      return { ...now, fields: now.fields.map((field) => (field.id === change.id ? { ...field, label: change.label } : field)) };
    }
    case 'remove':
      return { ...now, fields: now.fields.filter((field) => field.id !== change.id) };
  }
}
