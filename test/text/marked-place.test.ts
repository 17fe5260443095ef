import { expect, test } from 'vitest';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { withGaps } from '../../src-main/documents/schema/gap-nodes.ts';
import { placeOf } from '../../src-renderer/text/marked-place.ts';

const schema = documentSchema();
const docOf = (...lines: string[]) =>
  withGaps(
    schema.node(
      'doc',
      null,
      lines.map((line) => schema.node('paragraph', null, line ? [schema.text(line)] : [])),
    ),
  );

test('a sentence is found at its positions in the document', () => {
  const doc = docOf('通知', '', '会议由办公室负责召开，请参加。');
  const place = placeOf(doc, { text: '会议由办公室负责[MASK]，请参加。', answer: '召开' });
  expect(place && doc.textBetween(place.word.from, place.word.to)).toBe('召开');
  expect(place && doc.textBetween(place.whole.from, place.whole.to)).toBe('会议由办公室负责召开，请参加。');
});

test('a gap counts as one position, whatever its spelling', () => {
  const doc = docOf('先有［mask］一处，会议由办公室负责[MASK]，请参加。');
  const place = placeOf(doc, { text: '会议由办公室负责[MASK]，请参加。', answer: '召开' });
  expect(place && doc.nodeAt(place.word.from)?.type.name).toBe('gap');
  expect(place && place.word.to - place.word.from).toBe(1);
});

test('code is no place of a sentence', () => {
  const code = schema.text('会议由办公室负责召开，请参加。', [schema.mark('code')]);
  const doc = schema.node('doc', null, [schema.node('paragraph', null, [code])]);
  expect(placeOf(doc, { text: '会议由办公室负责[MASK]，请参加。', answer: '召开' })).toBeNull();
});
