import { Mark, mergeAttributes } from '@tiptap/core';
import { Strike } from '@tiptap/extension-strike';
import { Underline } from '@tiptap/extension-underline';
import type { RunFormat } from '../../contract/document-formats.ts';
import { jsonAttribute, sourceAttribute, textAttribute } from './attributes.ts';
import { runCss } from './css.ts';
import { fontFields } from './font.ts';

/** Marks of text: its look and its source. */

/** Differences from the paragraph's run format (`format.base`); `none` takes back a value of the paragraph. */
export const Font = Mark.create({
  name: 'font',
  addAttributes: () =>
    Object.fromEntries(fontFields.map((name) => [name, { default: null, rendered: false }])),
  parseHTML: () => [
    {
      tag: 'span[data-font]',
      getAttrs: (element) => {
        try {
          return JSON.parse(element.getAttribute('data-font') ?? '{}') as Record<string, unknown>;
        } catch {
          return {};
        }
      },
    },
  ],
  renderHTML({ mark }) {
    const set = Object.fromEntries(Object.entries(mark.attrs).filter(([, value]) => value !== null));
    const css = runCss(set as RunFormat);
    return ['span', { 'data-font': JSON.stringify(set), ...(css === '' ? {} : { style: css }) }, 0];
  },
});

/** The source run whose properties the text has. Text typed on its right takes them, as in Word. */
export const Run = Mark.create({
  name: 'run',
  inclusive: true,
  addAttributes: sourceAttribute,
  parseHTML: () => [{ tag: 'span[data-run]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', mergeAttributes(HTMLAttributes, { 'data-run': '' }), 0],
});

/** Text of a tracked insertion. */
export const Inserted = Mark.create({
  name: 'inserted',
  inclusive: false,
  addAttributes: () => ({
    ...sourceAttribute(),
    author: textAttribute('author'),
    date: textAttribute('date'),
  }),
  parseHTML: () => [{ tag: 'ins[data-author]' }],
  renderHTML: ({ HTMLAttributes }) => [
    'ins',
    mergeAttributes(HTMLAttributes, {
      class: 'inserted',
      'data-author': HTMLAttributes['data-author'] ?? '',
    }),
    0,
  ],
});

/** `kind` as in the file: `single`, `double`, `wave`, … */
export const BumoUnderline = Underline.extend({
  addAttributes: () => ({ kind: { ...jsonAttribute('kind'), default: 'single' } }),
});

export const BumoStrike = Strike.extend({
  addAttributes: () => ({ kind: { ...jsonAttribute('kind'), default: 'single' } }),
});
