import { expect, test } from 'vitest';
import type { Decision, Offer } from '../../src-main/completion/decide.ts';
import { withScores, worthScoring } from '../../src-main/completion/phrase-score.ts';

const phrase = (text: string, probability: number): Offer => ({
  text,
  probability,
  origin: 'own-documents',
  documents: [1, 2],
});
const moderate: Decision = { level: 'moderate', personal: {}, isUnwanted: () => false, top: 5 };
const texts = (offers: readonly Offer[]) => offers.map(({ text }) => text);

test('a phrase is scored where a good score would lift it to the level, and only there', () => {
  const phrases = [phrase('通知如下', 0.38), phrase('情况如下', 0.2)];
  expect(texts(worthScoring(phrases, moderate))).toEqual(['通知如下']);
  expect(texts(worthScoring(phrases, { ...moderate, level: 'quiet' }))).toEqual([]);
  expect(texts(worthScoring([phrase('通知如下', 0.59)], { ...moderate, level: 'quiet' }))).toEqual([]);
  expect(texts(worthScoring(phrases, { ...moderate, level: 'eager' }))).toContain('情况如下');
});

test('what this writer turned down is not scored, and of many phrases those that save most are', () => {
  const phrases = ['一', '二二', '三三三', '四四四四', '五五五五五'].map((text) => phrase(text, 0.4));
  expect(texts(worthScoring(phrases, moderate))).toEqual(['五五五五五', '四四四四', '三三三']);
  const isUnwanted = (text: string) => text.startsWith('五');
  expect(texts(worthScoring(phrases, { ...moderate, isUnwanted }))).not.toContain('五五五五五');
  const personal = { 'own-documents': { intercept: -1, slope: 1 } };
  expect(worthScoring(phrases, { ...moderate, personal })).toEqual([]);
});

test('a better score makes a phrase surer, and without a score a phrase is not offered', () => {
  const phrases = [phrase('通知如下', 0.38), phrase('情况如下', 0.38)];
  const [good, bad] = withScores(phrases, [-0.5, -20]);
  expect(good?.probability).toBeGreaterThanOrEqual(0.42);
  expect(bad?.probability).toBeLessThan(0.3);
  expect(good).toMatchObject({ text: '通知如下', documents: [1, 2] });
  expect(withScores(phrases)).toEqual([]);
});
