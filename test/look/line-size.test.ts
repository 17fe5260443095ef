import { describe, expect, test } from 'vitest';
import type { ParagraphFormat } from '../../src-main/contract/document-formats.ts';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { fittedFormat } from '../../src-renderer/look/line-size.ts';

const schema = documentSchema();
const sized = (text: string, size: number | null) =>
  schema.text(text, size === null ? [] : [schema.mark('font', { size })]);
const paragraph = (...content: Parameters<typeof sized>[]) =>
  schema.node(
    'paragraph',
    null,
    content.map((one) => sized(...one)),
  );

/** A heading's style of 24 points. */
const heading: ParagraphFormat = { base: { size: 24 }, first: { value: 2, unit: 'char' } };

describe('the size that a line is measured by', () => {
  test('is that of its largest text where all of it is smaller than the paragraph', () => {
    const { base, charSize } = fittedFormat(paragraph(['小', 9], ['大', 12]), heading);
    expect(base?.size).toBe(12);
    // Indents in characters keep their width.
    expect(charSize).toBe(24);
  });

  test('is the paragraph’s where some text has no size of its own, or a larger one', () => {
    expect(fittedFormat(paragraph(['小', 9], ['原', null]), heading)).toBe(heading);
    expect(fittedFormat(paragraph(['小', 9], ['大', 36]), heading)).toBe(heading);
  });

  test('is the paragraph’s in an empty one, and where the paragraph has none', () => {
    expect(fittedFormat(paragraph(), heading)).toBe(heading);
    const none = {};
    expect(fittedFormat(paragraph(['小', 9]), none)).toBe(none);
  });
});
