import { expect, test } from 'vitest';
import { must } from '../../src-main/base/assert.ts';
import { buildSegment } from '../../src-main/phrases/build-segment.ts';
import { memorySource } from '../../src-main/phrases/paged-array.ts';
import { segmentFrom } from '../../src-main/phrases/segment.ts';
import { SegmentIndex } from '../../src-main/phrases/segment-index.ts';
import { slotted } from '../../src-main/phrases/slotted.ts';
import { positives } from '../privacy/cases.ts';
import { personal } from '../privacy/personal.ts';

/** Sentences with personal data between « and ». */
const marked = [
  ...personal,
  ...positives.map(
    ({ text, start, end }) => `${text.slice(0, start)}«${text.slice(start, end)}»${text.slice(end)}`,
  ),
];

const planted = marked.map((text, number) => ({
  number,
  text: text.replace(/[«»]/g, ''),
  before: text.slice(0, text.indexOf('«')),
  values: [...text.matchAll(/«([^»]*)»/g)].map(([, value = '']) => value),
}));

test(`of ${planted.length} documents with personal data none is offered to another document`, () => {
  expect(planted.length).toBeGreaterThan(300);
  const documents = planted.map(({ number, text }) => ({ number, text: slotted(text) }));
  const segment = must(segmentFrom(memorySource(buildSegment(documents))), 'a segment');
  const index = new SegmentIndex([{ segment, used: null }], () => null);
  const leaked: string[] = [];
  for (const { number, before, values, text } of planted) {
    // Whoever types the same up to the value, and its first character.
    for (const typed of [before, before + (values[0]?.[0] ?? '')])
      for (const { sample } of index.matches(`\n${slotted(typed)}`))
        for (const { document, next } of sample)
          if (document === number && values.some((value) => next.includes(value)))
            leaked.push(`${text} → ${next}`);
  }
  expect(leaked).toEqual([]);
});
