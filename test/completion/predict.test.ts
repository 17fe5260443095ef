import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { least } from '../../src-main/completion/levels.ts';
import { type PhraseCandidate, predict } from '../../src-main/completion/predict.ts';
import { documentIndex } from '../../src-main/phrases/document-index.ts';
import { isSlot, slots } from '../../src-main/phrases/slotted.ts';
import { memoryIndex } from '../support/memory-index.ts';

const own = (...texts: readonly string[]) =>
  memoryIndex(texts.map((text, i) => ({ title: `${i}`, text, at: 1000 + i })));

function at(context: string, index = own(), phrasebook = own()): readonly PhraseCandidate[] {
  return predict(context, { index, phrasebook, document: documentIndex(context, '') });
}
const texts = (candidates: readonly PhraseCandidate[]) => candidates.map(({ text }) => text);
const sure = (candidates: readonly PhraseCandidate[], text: string) =>
  candidates.find((one) => one.text === text)?.probability ?? 0;

const notices = Array.from(
  { length: 12 },
  (_, i) =>
    `关于做好${['防汛', '消防', '考勤', '盘点'][i % 4]}工作的通知\n各部门：\n根据工作安排，现将有关事项通知如下：\n一、高度重视，加强组织领导。\n请各部门于${slots.number}月${slots.number}日前将有关材料报送办公室。`,
);

describe('what the text goes on with', () => {
  test('is what the office always writes', () => {
    const candidates = at('关于做好迎检工作的通知\n各部门：\n根据年度安排，现将有关', own(...notices));
    expect(sure(candidates, '事项通知如下：')).toBeGreaterThan(
      least('moderate', { origin: 'own-documents' }),
    );
    expect(candidates[0]).toMatchObject({ kind: 'own-documents', evidence: { matched: expect.any(Number) } });
    expect(candidates.map(({ probability }) => probability)).toEqual(
      candidates.map(({ probability }) => probability).toSorted((a, b) => b - a),
    );
  });

  test('is known to follow text of the own kind or of another', () => {
    const ofKind = '关于做好迎检工作的通知\n各部门：\n根据工作安排，现将有关';
    expect(at(ofKind, own(...notices))[0]?.evidence.isOwnKind).toBe(true);
    const another = '函数返回一个数组，每个元素都是字符串，现将有关';
    expect(at(another, own(...notices))[0]?.evidence.isOwnKind).toBe(false);
    expect(at('请遵照执行。请遵照', own())[0]?.evidence.isOwnKind).toBe(false);
  });

  test('names the documents that go on this way, the latest first', () => {
    const index = own('请遵照执行。', '请遵照办理。', '请遵照执行。');
    const found = at('现予印发，请遵照', index).find(({ text }) => text.startsWith('执行'));
    expect(found?.documents).toEqual([2, 0]);
  });

  test('goes on behind a slot, and stops before one', () => {
    const index = own(...notices);
    expect(texts(at(`请各部门于${slots.number}月${slots.number}日前`, index))).toContain(
      '将有关材料报送办公室',
    );
    for (const text of texts(at('工作要求如下。\n请各部', index))) expect(text).not.toContain('月');
  });

  test('ends with the paragraph at the latest', () => {
    const candidates = at('根据工作安排，现将有关事项通知', own(...notices));
    expect(texts(candidates)).toContain('如下：');
    for (const { text } of candidates) expect('如下：'.startsWith(text)).toBe(true);
  });

  test('is surer where more documents agree, and where more of the context is found', () => {
    const context = '为了进一步做好工作，现将有关';
    const few = sure(at(context, own(...notices.slice(0, 1))), '事项通知如下');
    const many = sure(at(context, own(...notices)), '事项通知如下');
    expect(many).toBeGreaterThan(few);
    const split = own(...notices, ...notices.map((text) => text.replaceAll('事项通知', '情况报告')));
    expect(sure(at(context, split), '事项通知如下')).toBeLessThan(many);
  });

  test('comes from this document too, before anything else is known', () => {
    const context = '云湖数据中心机房建设项目已经立项。\n第二段。\n云湖数据中心';
    const candidates = at(context);
    expect(candidates[0]?.kind).toBe('this-document');
    expect(candidates.some(({ text }) => '机房建设项目已经立项。'.startsWith(text))).toBe(true);
  });

  test('comes from the phrasebook where nothing else is known', () => {
    const found = at('为加强管理，现将有关', undefined, own(...notices));
    expect(found.some(({ kind, text }) => kind === 'phrasebook' && text.startsWith('事项'))).toBe(true);
  });

  test('follows the numbering: articles, chapters, lists, attachments, cells of a table', () => {
    const articles = '第一章　总则\n第一条　为了规范管理，制定本办法。\n第二条　本办法适用于各部门。\n';
    expect(texts(at(articles))).toContain('第三条　');
    expect(texts(at('（一）统一领导；\n（二）分级负责；\n'))).toContain('（三）');
    expect(texts(at('附件：\n1. 报名表\n2. 名单\n'))).toContain('3. ');
    expect(texts(at('附件1：报名表\n'))).toContain('附件2：');
    const table = own('序号\n姓名\n部门\n职务\n备注', '序号\n姓名\n部门\n职务\n备注');
    expect(texts(at('登记表\n序号\n姓名\n部', table)).every((text) => !text.includes('\n'))).toBe(true);
  });

  test('is nothing where nothing is known', () => {
    expect(at('')).toEqual([]);
    expect(predict('现将有关', { index: null, phrasebook: null, document: null })).toEqual([]);
  });
});

test('a phrase holds no slot, no line break and no half of a pair, and is there once', () => {
  const seed = Date.now() % 1_000_000;
  const unit = fc.constantFrom(
    '现',
    '将',
    '有',
    '关',
    '。',
    '，',
    '\n',
    '1',
    '2',
    '第',
    '条',
    'A',
    '😀',
    ...Object.values(slots),
  );
  const text = fc.string({ unit, maxLength: 80 });
  fc.assert(
    fc.property(text, text, text, fc.nat(200), (context, first, second, cut) => {
      // A document may be cut anywhere, a pair of surrogates too.
      const index = own(first.slice(0, cut), second, first);
      const found = texts(at(context.isWellFormed() ? context : '', index, own(second)));
      expect(new Set(found).size).toBe(found.length);
      for (const one of found) {
        expect(one.length).toBeGreaterThan(1);
        expect(one.length).toBeLessThanOrEqual(24);
        expect([...one].some((each) => each === '\n' || isSlot(each))).toBe(false);
        expect(one.isWellFormed()).toBe(true);
      }
    }),
    { seed, numRuns: 300 },
  );
});
