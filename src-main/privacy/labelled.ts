import { type Field, fieldsOf } from './field.ts';
import { verbName } from './field-name.ts';
import { namesAt } from './field-name-list.ts';
import { formOf, phoneKind, values } from './field-values.ts';
import type { Detector, Hit } from './hit.ts';

function* hitsOf(text: string, { group, link, at }: Field): Generator<Hit> {
  switch (group) {
    case 'none':
      return;
    case 'name':
    case 'names':
    case 'latinName': {
      if (link === 'near') return;
      if (link !== 'verb') {
        for (const range of namesAt(text, at, link, group)) yield { kind: 'name', ...range };
        return;
      }
      const range = group === 'name' ? verbName(text, at) : null;
      if (range) yield { kind: 'name', ...range };
      return;
    }
    default: {
      const end = formOf(values[group], link)?.(text, at) ?? null;
      if (end === null) return;
      const kind = group === 'phone' ? phoneKind(text.slice(at, end)) : values[group].kind;
      yield { kind, start: at, end };
    }
  }
}

/** The values of form fields: what stands behind a label is personal, whatever its form. */
export const findFieldValues: Detector = function* ({ folded }) {
  for (const field of fieldsOf(folded)) yield* hitsOf(folded, field);
};
