import type { Attribute } from '@tiptap/core';

/** Attributes that are written into copied HTML, so that pasting restores them. */

const parsed = (text: string | null): unknown => {
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
};

/** A JSON value in `data-NAME`; null by default. */
export const jsonAttribute = (name: string): Partial<Attribute> => ({
  default: null,
  parseHTML: (element) => parsed(element.getAttribute(`data-${name}`)),
  renderHTML: (attributes) =>
    attributes[name] === null || attributes[name] === undefined
      ? {}
      : { [`data-${name}`]: JSON.stringify(attributes[name]) },
});

/** A string in `data-NAME`; null by default. */
export const textAttribute = (name: string): Partial<Attribute> => ({
  default: null,
  parseHTML: (element) => element.getAttribute(`data-${name}`),
  renderHTML: (attributes) =>
    typeof attributes[name] === 'string' ? { [`data-${name}`]: attributes[name] } : {},
});

/** The source element of a node or a mark, as `KEY:OFFSET`. */
export const sourceAttribute = (): Record<string, Partial<Attribute>> => ({ src: textAttribute('src') });
