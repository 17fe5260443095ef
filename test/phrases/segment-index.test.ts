import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { must } from '../../src-main/base/assert.ts';
import { seededRng } from '../../src-main/base/rng.ts';
import { buildSegment } from '../../src-main/phrases/build-segment.ts';
import { memorySource } from '../../src-main/phrases/paged-array.ts';
import { openSegment, type Segment, segmentFrom } from '../../src-main/phrases/segment.ts';
import { SegmentIndex } from '../../src-main/phrases/segment-index.ts';
import { slots } from '../../src-main/phrases/slotted.ts';
import { mostSampled, type PhraseIndex } from '../../src-main/phrases/types.ts';
import { tempDir } from '../support/temp.ts';
import { type NaiveDocument, naiveMatches } from './naive-index.ts';

const seed = Date.now() % 1_000_000;
const opened: Segment[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const text = fc.string({ unit: fc.constantFrom('的', '通', '知', '\n', '。', slots.number), maxLength: 60 });
const segmentOf = (documents: readonly NaiveDocument[]): Segment =>
  must(segmentFrom(memorySource(buildSegment(documents))), 'a segment');
const key = ({ document, next }: { document: number; next: string }): string => `${document} ${next}`;

function expectSame(index: PhraseIndex, documents: readonly NaiveDocument[], context: string): void {
  const expected = naiveMatches(documents, context);
  const matches = index.matches(context);
  expect(matches.map(({ length, count }) => ({ length, count }))).toEqual(
    expected.map(({ length, occurrences }) => ({ length, count: occurrences.length })),
  );
  expect(index.longest(context)).toBe(expected[0]?.length ?? 0);
  for (const [i, { sample, count }] of matches.entries()) {
    const all = expected[i]?.occurrences.map(key) ?? [];
    if (count <= mostSampled) expect(sample.map(key).toSorted()).toEqual(all.toSorted());
    else {
      expect(sample).toHaveLength(mostSampled);
      for (const one of sample) expect(all).toContain(key(one));
    }
  }
}

describe(`answers are those of a search through all texts, seed ${seed}`, () => {
  test('over several segments, with documents that are gone', () => {
    const segments = fc.array(fc.array(fc.tuple(text, fc.boolean()), { maxLength: 6 }), { maxLength: 4 });
    fc.assert(
      fc.property(segments, text, (all, context) => {
        let number = 0;
        const live: NaiveDocument[] = [];
        const used = all.map((documents) => {
          const numbered = documents.map(([own, isLive]) => ({ number: number++, text: own, isLive }));
          live.push(...numbered.filter(({ isLive }) => isLive));
          const flags = Uint8Array.from(numbered, ({ isLive }) => Number(isLive));
          return { segment: segmentOf(numbered), used: flags.every(Boolean) ? null : flags };
        });
        expectSame(new SegmentIndex(used, () => null), live, context);
      }),
      { seed, numRuns: 300 },
    );
  });

  test('where there is more than one page of places, and the sample is a part', () => {
    const rng = seededRng(seed);
    const signs = ['的', '通', '知', '。', '\n'];
    const random = (length: number) =>
      Array.from({ length }, () => signs[Math.floor(rng() * signs.length)]).join('');
    const documents = Array.from({ length: 5 }, (_, number) => ({ number, text: random(1500) }));
    const file = join(tempDir(), 'segment');
    writeFileSync(file, Buffer.concat(buildSegment(documents)));
    const segment = must(openSegment(file), 'a segment');
    opened.push(segment);
    const index = new SegmentIndex([{ segment, used: null }], () => null);
    for (let i = 0; i < 200; i++) {
      const { text: own } = must(documents[i % 5], 'a document');
      const at = Math.floor(rng() * own.length);
      expectSame(index, documents, own.slice(0, at) + (i % 3 === 0 ? random(2) : ''));
    }
    expect(documents.map((_, i) => segment.textOf(i))).toEqual(documents.map((one) => one.text));
  });
});

test('a removed document is in no sample of a long list, and the count is about right', () => {
  const documents = Array.from({ length: 10 }, (_, number) => ({
    number,
    text: `通知${'事项的'.repeat(200)}`,
  }));
  const used = Uint8Array.from(documents, ({ number }) => Number(number % 2 === 0));
  const index = new SegmentIndex([{ segment: segmentOf(documents), used }], () => null);
  const [match] = index.matches('事项').filter(({ length }) => length === 2);
  expect(match?.sample.length).toBeGreaterThan(mostSampled / 2);
  expect(match?.sample.filter(({ document }) => document % 2 === 1)).toEqual([]);
  expect(match?.count).toBeGreaterThan(850);
  expect(match?.count).toBeLessThan(1150);
});

test('what is asked holds a separator: only what stands behind it counts', () => {
  const index = new SegmentIndex(
    [{ segment: segmentOf([{ number: 1, text: '现将通知' }]), used: null }],
    () => null,
  );
  expect(index.matches('现将\u0000通知').map(({ length }) => length)).toEqual([2]);
});

describe('a file that is no whole segment is not believed', () => {
  const whole = () => Buffer.concat(buildSegment([{ number: 7, text: '现将有关事项通知如下' }]));

  test.each([
    ['empty', () => Buffer.alloc(0)],
    ['foreign', () => Buffer.from('<!doctype html>'.repeat(20))],
    ['cut off', () => whole().subarray(0, -2)],
    ['grown', () => Buffer.concat([whole(), Buffer.alloc(2)])],
    ['of another version', () => spoilt(8)],
    ['with another count', () => spoilt(16)],
    ['with another number of a document', () => spoilt(64)],
    ['with another sample', () => spoilt(72)],
  ])('%s', (_, bytes) => {
    const file = join(tempDir(), 'segment');
    writeFileSync(file, bytes());
    expect(openSegment(file)).toBeNull();
  });

  function spoilt(at: number): Buffer {
    const bytes = whole();
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  }

  test('damage behind the tables gives wrong text at worst', () => {
    for (let at = 96; at < whole().length; at += 2) {
      const bytes = whole();
      bytes.fill(0xff, at, Math.min(bytes.length, at + 4));
      const segment = segmentFrom(memorySource([bytes]));
      if (!segment) continue;
      const index = new SegmentIndex([{ segment, used: null }], () => null);
      expect(() => index.matches('有关事项')).not.toThrow();
    }
  });
});
