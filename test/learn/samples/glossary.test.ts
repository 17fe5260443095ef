import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GlossaryRow, studyTerm } from '../../../src-main/learn/samples/glossary.ts';
import { examplesIn, gapsFor, textOfDraft } from '../../../src-main/learn/samples/sentences.ts';
import { kindOf } from '../../../src-main/learn/samples/templates.ts';
import { termKinds } from '../../support/term-kinds.ts';

const row = (term: string, more: Partial<GlossaryRow> = {}): GlossaryRow => ({
  term,
  definition: '',
  examples: '',
  domain: '',
  ...more,
});

function study(given: GlossaryRow, documents = '', templateUse = new Map<string, number>()) {
  const studied = studyTerm(given, {
    documents,
    kinds: termKinds,
    templateUse,
    knownTerms: new Set<string>(),
  });
  if ('code' in studied) throw new Error(studied.code);
  return studied;
}

describe('sentences of a term', () => {
  test('come from the documents first, then from the row, its definition and templates; what nobody wrote waits', () => {
    const { sentences, kind } = study(
      row('靶向', {
        definition: '针对特定分子的一类治疗',
        examples: '该院开展靶向药物研究。\n[MASK]药物价格较高。',
      }),
      '本院引进了靶向新药。患者对靶向治疗反应良好！',
    );
    expect(kind).toBe('therapy');
    expect(sentences.map(({ text, origin, status }) => [text, origin, status]).slice(0, 6)).toEqual([
      ['本院引进了[MASK]新药。', 'document', 'approved'],
      ['患者对[MASK]治疗反应良好！', 'document', 'approved'],
      ['该院开展[MASK]药物研究。', 'example', 'approved'],
      ['[MASK]药物价格较高。', 'example', 'approved'],
      ['[MASK]是指针对特定分子的一类治疗。', 'definition', 'pending'],
      ['甲组患者接受[MASK]治疗后好转。', 'template', 'pending'],
    ]);
    expect(sentences).toHaveLength(8);
    for (const { answer } of sentences) expect(answer).toBe('靶向');
  });

  test('need no template where the writer has written enough', () => {
    const documents = Array.from({ length: 14 }, (_, i) => `第${i}批患者接受靶向治疗。`).join('');
    const { sentences } = study(row('靶向'), documents);
    expect(sentences).toHaveLength(10);
    expect(new Set(sentences.map(({ origin }) => origin))).toEqual(new Set(['document']));
  });

  test('share no template while others are free', () => {
    const use = new Map<string, number>();
    const first = study(row('免疫治疗'), '', use).sentences.map(({ text }) => text);
    const second = study(row('放射治疗'), '', use).sentences.map(({ text }) => text);
    expect(first).toHaveLength(8);
    expect(second.slice(0, 2).filter((text) => first.includes(text))).toEqual([]);
  });

  test('a term longer than a guessed word keeps the sentences that someone wrote, no templates, and that is told', () => {
    const studied = study(row('免疫检查点抑制剂', { examples: '使用免疫检查点抑制剂治疗。' }));
    expect(studied.sentences).toMatchObject([{ text: '使用[MASK]治疗。', status: 'approved' }]);
    expect(studied.notes).toMatchObject([{ code: 'long-term', column: 'term' }]);
  });

  test.each(['东、中、西部', '让·雅克', 'ISO 9001:2015', 'PD-1/PD-L1（双靶点）'])(
    '%s is one term',
    (term) => {
      const studied = study(row(term, { examples: `目前采用${term}的做法。` }));
      expect(studied.term).toBe(term);
      expect(studied.sentences[0]).toMatchObject({ text: '目前采用[MASK]的做法。', origin: 'example' });
    },
  );

  test('a bad example or definition costs itself alone', () => {
    const { sentences, refused, definition } = study(
      row('靶向', { definition: '好😀', examples: '没有这个词。\n该院开展靶向药物研究。' }),
    );
    expect(refused.map(({ code, column }) => [code, column])).toEqual([
      ['emoji', 'definition'],
      ['term-missing', 'examples'],
    ]);
    expect(definition).toBeNull();
    expect(sentences[0]).toMatchObject({ text: '该院开展[MASK]药物研究。', origin: 'example' });
  });

  test('personal data of a document is replaced in its sentences', () => {
    const { sentences } = study(row('靶向'), '联系人：张伟，电话 13812345678，负责靶向治疗的随访。');
    expect(sentences[0]?.text).toBe('联系人：⟦姓名⟧，电话 ⟦手机号⟧，负责[MASK]治疗的随访。');
  });

  test.each([
    ['an empty term', '', 'empty'],
    ['a sentence', '靶向，免疫', 'not-a-word'],
    ['a term beyond all measure', '长'.repeat(65), 'term-too-long'],
    ['an emoji', '靶向😀', 'emoji'],
    ['a number that is someone’s', '13812345678', 'personal'],
  ])('%s is refused', (_name, term, code) => {
    expect(
      studyTerm(row(term), {
        documents: '',
        kinds: termKinds,
        templateUse: new Map(),
        knownTerms: new Set<string>(),
      }),
    ).toMatchObject({
      code,
    });
  });
});

describe('finding a term in running text', () => {
  test('every occurrence is a gap of its own, in its own sentence', () => {
    expect(gapsFor('靶向', '接受靶向治疗。用过靶向药；\n靶向\n靶向治疗有效', 10)).toEqual([
      '接受[MASK]治疗。',
      '用过[MASK]药',
      '[MASK]',
      '[MASK]治疗有效',
    ]);
  });

  test('a sentence that shows the term twice is cut to its clauses', () => {
    expect(gapsFor('靶向', '先做靶向检测，再做靶向治疗。', 10)).toEqual([
      '先做[MASK]检测',
      '再做[MASK]治疗。',
    ]);
    expect(gapsFor('靶向', '靶向检测与靶向治疗。', 10)).toEqual([]);
  });

  test('a character inside a longer word is not a term of one character', () => {
    expect(gapsFor('会', '今天的会开得很长。会议室在三楼。', 10)).toEqual(['今天的[MASK]开得很长。']);
  });

  test('a gap filled with its term is text of the document', () => {
    const word = fc.constantFrom('靶向', '治疗', '患者', '，', '。', '\n', '；', 'A', '[MASK]', '靶');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const gaps = gapsFor('靶向', text, 10);
        expect(gaps.length).toBeLessThanOrEqual(10);
        for (const gap of gaps) {
          expect(gap.split('[MASK]')).toHaveLength(2);
          expect(gap.replace('[MASK]', '')).not.toContain('靶向');
          expect(text).toContain(gap.replace('[MASK]', '靶向'));
        }
      }),
    );
  });

  test('documents are read as the editor stores them: lists, tables, gaps, marks', () => {
    const text = (value: string) => ({ type: 'text', text: value });
    const p = (...content: object[]) => ({ type: 'paragraph', content });
    const doc = {
      type: 'doc',
      content: [
        p(text('患者接受'), { ...text('靶向'), marks: [{ type: 'bold' }] }, text('治疗')),
        {
          type: 'bulletList',
          content: [{ type: 'listItem', content: [p(text('甲'), { type: 'gap' }, text('乙'))] }],
        },
        {
          type: 'table',
          content: [{ type: 'tableRow', content: [{ type: 'tableCell', content: [p(text('丙'))] }] }],
        },
        { type: 'paragraph' },
      ],
    };
    expect(textOfDraft(JSON.stringify(doc))).toBe('患者接受靶向治疗\n甲[MASK]乙\n丙');
    expect(textOfDraft('{"list":[],"active":"main"}')).toBe('');
    expect(textOfDraft('no json')).toBe('');
  });

  test('examples are parted by lines, bars and full stops, without their numbers', () => {
    expect(examplesIn('1. 甲句。乙句！| 丙句\n2、丁句；')).toEqual(['甲句。', '乙句！', '丙句', '丁句']);
  });
});

test('the kind of a term follows its characters, its domain, its definition, and is general otherwise', () => {
  const kind = (term: string, domain: string | null, definition: string | null = null) =>
    kindOf({ term, domain, definition }, termKinds).id;
  expect(kind('免疫疗法', null)).toBe('therapy');
  expect(kind('靶向', '医疗')).toBe('therapy');
  expect(kind('靶向', null, '患者的一种选择')).toBe('therapy');
  expect(kind('微创术', null)).toBe('therapy');
  expect(kind('灰度发布', '技术')).toBe('general');
  expect(kind('议程', '行政')).toBe('general');
});
