import { describe, expect, test } from 'vitest';
import { type Decision, decide, type Offer } from '../../src-main/completion/decide.ts';
import { least } from '../../src-main/completion/levels.ts';
import { unwantedAt } from '../../src-main/completion/unwanted.ts';

const offer = (text: string, probability: number, origin: Offer['origin'] = 'own-documents'): Offer => ({
  text,
  probability,
  origin,
  documents: [],
});
const decision: Decision = { level: 'moderate', personal: {}, isUnwanted: () => false, top: 5 };
const texts = (offers: readonly Offer[], change: Partial<Decision> = {}) =>
  decide(offers, { ...decision, ...change }).map(({ text }) => text);

describe('what is offered', () => {
  test('is as sure as the level promises, whatever source it is of', () => {
    const all = [offer('通知如下', 0.72), offer('通知', 0.55, 'phrasebook'), offer('通知书', 0.36, 'model')];
    expect(texts(all, { level: 'quiet' })).toEqual(['通知如下']);
    expect(texts(all, { level: 'moderate' })).toEqual(['通知如下', '通知']);
    expect(texts(all, { level: 'eager' })).toEqual(['通知如下', '通知', '通知书']);
    for (const level of ['quiet', 'moderate', 'eager'] as const)
      for (const origin of ['model', 'phrasebook'] as const) {
        const edge = least(level, { origin });
        const both = [offer('通知', edge, origin), offer('报告', edge - 0.001, origin)];
        expect(texts(both, { level })).toEqual(['通知']);
      }
  });

  test('is ordered by what it saves, and stands once with its surest source', () => {
    expect(texts([offer('有', 0.9), offer('有关事项', 0.6), offer('有关', 0.8)])).toEqual([
      '有关事项',
      '有关',
      '有',
    ]);
    const [one, ...rest] = decide([offer('有关', 0.6, 'model'), offer('有关', 0.7, 'glossary')], decision);
    expect([one?.origin, rest]).toEqual(['glossary', []]);
  });

  test('begins with a shorter phrase where it is much surer than its continuation', () => {
    expect(texts([offer('有关事项通知如下', 0.45), offer('有关事项', 0.8)])[0]).toBe('有关事项');
    expect(texts([offer('有关事项通知如下', 0.6), offer('有关事项', 0.8)])[0]).toBe('有关事项通知如下');
  });

  test('is surer where the text does not read like the documents of the writer', () => {
    for (const level of ['quiet', 'moderate', 'eager'] as const) {
      const origin = 'own-documents';
      const own = { isOwnKind: true };
      const other = { isOwnKind: false };
      const edge = least(level, { origin, evidence: own });
      expect(texts([{ ...offer('通知', edge), evidence: own }], { level })).toEqual(['通知']);
      expect(texts([{ ...offer('通知', edge), evidence: other }], { level })).toEqual([]);
    }
  });

  test('is judged by what the writer took and left of its source', () => {
    const personal = { 'own-documents': { intercept: -1, slope: 1 } };
    expect(texts([offer('有关', 0.6), offer('事项', 0.6, 'phrasebook')], { personal })).toEqual(['事项']);
    const [one] = decide([offer('有关', 0.8)], { ...decision, personal });
    expect(one).toMatchObject({ probability: 0.8, expected: expect.closeTo(0.595, 2) });
  });

  test('is no more than was asked for, and never nothing', () => {
    expect(texts([offer('', 1), offer('甲乙', 0.9), offer('丙丁', 0.8)], { top: 1 })).toEqual(['甲乙']);
  });
});

describe('what the writer does not want again', () => {
  const rules = new Set(['将有关事项通知如下', '工作']);
  const unwanted = (before: string, text: string) => unwantedAt(before, rules)(text);

  test.each([
    ['现', '将有关事项通知如下', 'the phrase where it was turned down'],
    ['现将', '有关事项通知如下', 'its rest further on'],
    ['现将有关', '事项', 'a piece of it while it is written'],
    ['现', '将有关事项', 'more than half of it'],
    ['现', '将有关事项通知如下，请遵照执行', 'a longer one that begins with it'],
    ['', '现将有关事项通知如下', 'a longer one around it'],
    ['做好', '工作', 'a word'],
  ])('%s|%s: %s', (before, text) => {
    expect(unwanted(before, text)).toBe(true);
  });

  test.each([
    ['现', '将', 'a word that the phrase begins with'],
    ['做好', '工作安排', 'a phrase with the word in it'],
    ['其他', '事项', 'words of the phrase elsewhere'],
    ['现将有关事项通知如下', '。', 'what follows it'],
    ['有关', '事项通知', 'the same words where the phrase does not begin'],
  ])('%s|%s may be offered: %s', (before, text) => {
    expect(unwanted(before, text)).toBe(false);
  });
});
