import { describe, expect, test } from 'vitest';
import { corrected } from '../../src-main/completion/corrections.ts';
import type { Offer } from '../../src-main/completion/decide.ts';
import { withoutPersonal } from '../../src-main/completion/private.ts';
import { termsBegun } from '../../src-main/completion/terms.ts';
import { slotted } from '../../src-main/phrases/slotted.ts';
import { mayHoldName } from '../../src-main/privacy/free-names.ts';

const rests = (before: string, terms: readonly string[]) => termsBegun(before, terms).map(({ text }) => text);
const sureness = (before: string, ...terms: string[]) => termsBegun(before, terms)[0]?.probability ?? 0;

describe('a term of the glossary', () => {
  test('goes on from the longest beginning of it that stands before the caret', () => {
    expect(rests('检查了数据中', ['数据中心机房'])).toEqual(['心机房']);
    expect(rests('检查了数据中心', ['数据中心机房', '中心主任'])).toEqual(['机房']);
    expect(rests('检查了数', ['数据中心机房'])).toEqual([]);
    expect(rests('检查了数据中心机房', ['数据中心机房'])).toEqual([]);
  });

  test('is the surer the more of it stands there, and a piece of a word tells more than a word', () => {
    const grown = ['数据', '数据中', '数据中心机'].map((before) => sureness(before, '数据中心机房'));
    expect(grown).toEqual(grown.toSorted((a, b) => a - b));
    expect(sureness('数据中', '数据中心机房')).toBeGreaterThan(sureness('自动化', '自动化控制系统'));
    expect(sureness('数据中', '数据中心机房')).toBeGreaterThan(0.5);
  });

  test('is less sure where another term goes on from the same beginning', () => {
    const alone = sureness('数据中', '数据中心机房');
    expect(sureness('数据中', '数据中心机房', '数据中心大楼')).toBeCloseTo(alone / 2);
  });
});

describe('a word that was given in the place of another', () => {
  const corrections = [
    { before: '肿瘤科今年引进了三种新的', word: '靶向' },
    { before: '这家公司今年引进了三种新的', word: '设备' },
    { before: '另一家公司今年引进了三种新的', word: '设备' },
  ];

  test('is offered where the same text stands, the surer the more of it does', () => {
    const [one] = corrected('本院肿瘤科今年引进了三种新的', corrections.slice(0, 1));
    expect(one).toMatchObject({ text: '靶向', origin: 'correction' });
    const [less] = corrected('引进了三种新的', corrections.slice(0, 1));
    expect(less?.probability).toBeLessThan(one?.probability ?? 0);
    expect(corrected('三种新的', corrections)).toEqual([]);
  });

  test('shares its chance with other words that were given there', () => {
    const offers = corrected('今年引进了三种新的', corrections);
    const chances = offers.map(({ text, probability }) => [text, probability]);
    expect(chances).toEqual([
      ['靶向', expect.closeTo(0.31 / 3)],
      ['设备', expect.closeTo((2 * 0.31) / 3)],
    ]);
  });
});

describe('an offer of other documents', () => {
  const kept = (
    before: string,
    text: string,
    { origin = 'own-documents', documents = [1, 2] }: Partial<Offer> = {},
  ) => withoutPersonal([{ text, origin, documents }], before, { slotted, mayHoldName }).length > 0;

  test('is left out where it would be personal in its place', () => {
    expect(kept('请于本周内', '报送办公室')).toBe(true);
    expect(kept('联系人：', '王建国')).toBe(false);
    expect(kept('联系人：', '王建国', { origin: 'this-document' })).toBe(true);
    expect(kept('联系电话', '13800138000')).toBe(false);
    expect(kept('请于', '⟦日期⟧前报送', { origin: 'this-document' })).toBe(false);
    expect(kept('第一行', '的话\n下一行')).toBe(false);
  });

  test('is left out where it looks like a name, half of which may be typed', () => {
    expect(kept('会议决定免去', '胡志军的副主任职务')).toBe(false);
    expect(kept('会议决定免去胡', '志军的副主任职务')).toBe(false);
    expect(kept('会议决定免去', '其副主任职务')).toBe(true);
  });

  test('is left out where it stands in one of them alone', () => {
    expect(kept('请于本周内', '报送办公室', { documents: [7] })).toBe(false);
    expect(kept('请于本周内', '报送办公室', { documents: [], origin: 'phrasebook' })).toBe(true);
  });
});
