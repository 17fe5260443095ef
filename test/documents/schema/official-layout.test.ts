import { Mark, type Node } from '@tiptap/pm/model';
import { Transform } from '@tiptap/pm/transform';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParagraphFormat } from '../../../src-main/contract/document-formats.ts';
import { openDocument, saveDocument } from '../../../src-main/documents/document.ts';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import {
  hasChanges,
  layOutOfficially,
  type OfficialKind,
} from '../../../src-main/documents/schema/official-layout.ts';
import { officialParts } from '../../../src-main/documents/schema/official-parts.ts';
import { docxOf } from '../../support/docx.ts';

const schema = documentSchema();

const paragraph = (text: string, format: ParagraphFormat | null = null): Node =>
  schema.node('paragraph', { format }, text === '' ? [] : schema.text(text));
const heading = (level: number, text: string): Node => schema.node('heading', { level }, schema.text(text));
const documentOf = (...blocks: readonly (string | Node)[]): Node =>
  schema.node(
    'doc',
    null,
    blocks.map((one) => (typeof one === 'string' ? paragraph(one) : one)),
  );

function laidOut(doc: Node) {
  const tr = new Transform(doc);
  const summary = layOutOfficially(tr);
  tr.doc.check();
  return { doc: tr.doc, summary, steps: tr.steps };
}

/** Parts of a document, one name a paragraph. */
const partsOf = (...blocks: readonly (string | Node)[]) =>
  officialParts(documentOf(...blocks)).map(({ part }) => part);

/** The paragraph that begins so, after laying out: its format, and the font of each stretch of its text. */
function seen(doc: Node, beginning: string) {
  const found = doc.content.content.find((node) => node.textContent.startsWith(beginning));
  if (!found) throw new Error(`no paragraph begins with ${beginning}`);
  const fonts = found.children.map((child) => {
    const font = child.marks.find(({ type }) => type.name === 'font')?.attrs ?? {};
    return [child.text ?? child.type.name, font.eastAsia, font.size] as const;
  });
  return { format: found.attrs.format as ParagraphFormat, fonts, node: found };
}

const sample = [
  '关于做好2026年度档案整理工作的通知',
  '各处室、各直属单位：',
  '为进一步规范档案管理，现就有关事项通知如下：',
  '一、总体要求',
  '坚持集中统一、分类整理，年底前完成全部整理任务。',
  '二、主要任务',
  '（一）清理历史档案。各单位要对2020年以前的档案进行全面清理。',
  '（二）完善目录',
  '1.编制卷内目录',
  '（1）电子目录',
  '（2）纸质目录，由各处室保管，年底统一移交。',
  '特此通知',
  '附件：1.档案整理登记表',
  '2.档案移交清单',
  '综合办公室',
  '2026年11月26日',
  '附件1',
  '档案整理登记表',
  '本表一式两份。',
];

describe('the parts of a document', () => {
  test('are told by their place and their wording', () => {
    expect(partsOf(...sample)).toEqual([
      'title',
      'addressee',
      'body',
      'heading1',
      'body',
      'heading1',
      'heading2',
      'heading2',
      'heading3',
      'heading4',
      'body',
      'body',
      'attachments',
      'attachmentItem',
      'signature',
      'date',
      'attachmentMark',
      'title',
      'body',
    ]);
  });

  test.each([
    [
      'a long first line',
      [
        '为了解决这个问题，我们开了三次会，问了许多人，最后决定先做试点再推开，并且请大家一起来想办法。',
        '好。',
      ],
      ['body', 'body'],
    ],
    ['a sentence that ends', ['今天开会。', '好。'], ['body', 'body']],
    ['a numbered first line', ['一、总则', '好。'], ['heading1', 'body']],
  ])('%s is no title', (_name, lines, parts) => {
    expect(partsOf(...lines)).toEqual(parts);
  });

  test('a title goes on in centred lines, with what stands in brackets below', () => {
    const centred = (text: string) => paragraph(text, { align: 'center' });
    expect(partsOf(centred('关于印发管理办法'), centred('的通知'), centred('（试行）'), '好。')).toEqual([
      'title',
      'title',
      'subtitle',
      'body',
    ]);
  });

  test('what stands above the title is left alone', () => {
    const red = schema.text('综合办公室文件', [schema.mark('font', { color: 'FF0000', size: 42 })]);
    const head = [schema.node('paragraph', null, red), '办发〔2026〕3号', '关于放假的通知', '好。'];
    expect(partsOf(...head)).toEqual(['letterhead', 'letterhead', 'title', 'body']);
    const doc = documentOf(...head);
    expect(laidOut(doc).doc.child(0).eq(doc.child(0))).toBe(true);
    // Two lines below the red rule; without a letterhead, a title begins the page.
    expect(seen(laidOut(doc).doc, '关于').format.before).toEqual({ value: 56, unit: 'pt' });
    expect(seen(laidOut(documentOf('关于放假的通知', '好。')).doc, '关于').format).not.toHaveProperty(
      'before',
    );
  });

  test('a sentence that announces is no addressee, an item of an enumeration no heading', () => {
    expect(partsOf('关于放假的通知', '现将有关事项通知如下：')[1]).toBe('body');
    expect(partsOf('关于方案的批复', '一、同意你局提出的方案。', '二、请抓紧落实。').slice(1)).toEqual([
      'body',
      'body',
    ]);
    expect(partsOf('关于方案的批复', '一、“同意你局提出的方案。”')[1]).toBe('body');
  });

  test('headings without a number count from the title', () => {
    expect(partsOf(heading(1, '年度总结'), heading(2, '进展'), '好。', heading(3, '成效'))).toEqual([
      'title',
      'heading1',
      'body',
      'heading2',
    ]);
  });

  test('a date below a title, or inside of the text, signs nothing', () => {
    expect(partsOf('工作日志', '2026年11月26日', '今天开会。')).not.toContain('date');
    expect(partsOf('通知', '会议时间定在下列日期：', '2026年11月26日', '办公室', '2026年11月20日')).toEqual([
      'title',
      'addressee',
      'body',
      'signature',
      'date',
    ]);
  });

  test('gaps may stand in a date', () => {
    const gap = () => schema.node('gap');
    const date = schema.node('paragraph', null, [
      schema.text('2026年'),
      gap(),
      schema.text('月'),
      gap(),
      schema.text('日'),
    ]);
    expect(partsOf('通知', '好。', '办公室', date).slice(2)).toEqual(['signature', 'date']);
  });

  test('tables and code stay as they are; lists keep their indents', () => {
    const cell = schema.node('tableCell', null, paragraph('格'));
    const table = schema.node('table', null, schema.node('tableRow', null, cell));
    const item = schema.node('listItem', null, paragraph('项', { left: { value: 21, unit: 'pt' } }));
    const list = schema.node('bulletList', null, item);
    const code = schema.node('codeBlock', null, schema.text('代码'));
    const doc = documentOf('通知', '好。', table, list, code);
    const after = laidOut(doc).doc;
    expect(after.child(2).eq(table)).toBe(true);
    expect(after.child(4).eq(code)).toBe(true);
    expect(after.child(3).firstChild?.firstChild?.attrs.format).toEqual({
      left: { value: 21, unit: 'pt' },
      line: { rule: 'exact', value: 28 },
    });
  });
});

describe('laying out', () => {
  const { doc, summary } = laidOut(documentOf(...sample));

  test('gives every part its font, size and place', () => {
    expect(seen(doc, '关于').fonts).toEqual([[sample[0], '方正小标宋简体', 22]]);
    expect(seen(doc, '关于').format).toMatchObject({ align: 'center' });
    expect(seen(doc, '各处室').format).toEqual({ align: 'justify', line: { rule: 'exact', value: 28 } });
    expect(seen(doc, '坚持').fonts).toEqual([[sample[4], '仿宋_GB2312', 16]]);
    expect(seen(doc, '坚持').format).toMatchObject({ align: 'justify', first: { value: 2, unit: 'char' } });
    expect(seen(doc, '一、').fonts).toEqual([['一、总体要求', '黑体', 16]]);
    // What follows a heading on its line is text.
    expect(seen(doc, '（一）').fonts).toEqual([
      ['（一）清理历史档案。', '楷体_GB2312', 16],
      ['各单位要对2020年以前的档案进行全面清理。', '仿宋_GB2312', 16],
    ]);
    expect(seen(doc, '1.').fonts).toEqual([['1.编制卷内目录', '仿宋_GB2312', 16]]);
    expect(seen(doc, '2026年11月').format).toMatchObject({
      align: 'right',
      right: { value: 4, unit: 'char' },
    });
    expect(seen(doc, '2.档案').format).toMatchObject({ left: { value: 6, unit: 'char' } });
    expect(seen(doc, '附件1').format).toMatchObject({ pageBreakBefore: true });
    expect(doc.attrs.page).toMatchObject({ width: 595.3, top: 104.9, bottom: 99.2, left: 79.4, right: 73.7 });
  });

  test('counts what it changed, by kind', () => {
    const counts: Record<OfficialKind, number> = {
      title: 2,
      addressee: 1,
      heading1: 2,
      heading2: 2,
      heading3: 1,
      heading4: 1,
      body: 5,
      attachment: 3,
      signature: 1,
      date: 1,
      other: 0,
    };
    expect(summary).toEqual({ counts, page: true, numbers: true });
  });

  test('numbers the pages where nothing stands at their foot', () => {
    const { page } = doc.attrs;
    expect(page).toMatchObject({ foot: 'official', footer: 70.4 });
    const withFoot = (foot: string) => doc.type.create({ page: { ...page, footer: 50, foot } }, doc.content);
    for (const [foot, numbers] of [
      ['text', 'text'],
      ['numbers', false],
      ['official', false],
    ] as const) {
      const again = laidOut(withFoot(foot));
      expect(again.summary).toMatchObject({ page: false, numbers });
      expect(again.doc.attrs.page).toMatchObject({ foot, footer: 50 });
    }
    const none = laidOut(doc.type.create({ page: { ...page, foot: undefined } }, doc.content)).summary;
    expect(none).toMatchObject({ page: false, numbers: true });
    expect(hasChanges(none)).toBe(true);
  });

  test('takes empty lines for the space that they are', () => {
    const spaced = laidOut(documentOf('通知', '', '各处：', '好。', '', '', '办公室', '2026年1月2日')).doc;
    expect(seen(spaced, '通知').format).not.toHaveProperty('after');
    expect(seen(spaced, '办公室').format).not.toHaveProperty('before');
    expect(
      seen(laidOut(documentOf('通知', '好。', '', '办公室', '2026年1月2日')).doc, '办公室').format,
    ).toMatchObject({
      before: { value: 28, unit: 'pt' },
    });
  });

  test('a name too long to stand above its date ends at the edge', () => {
    const long = '某某省某某市某某县人民政府办公室秘书科';
    const { format } = seen(laidOut(documentOf('通知', '好。', long, '2026年1月2日')).doc, long);
    expect(format).toMatchObject({ align: 'right' });
    expect(format).not.toHaveProperty('left');
  });

  test('black is the colour of text, and headings have no emphasis; what the writer stressed stays', () => {
    const marked = (text: string, ...marks: Parameters<typeof schema.mark>[]) =>
      schema.node(
        'paragraph',
        null,
        schema.text(
          text,
          marks.map((mark) => schema.mark(...mark)),
        ),
      );
    const { doc: after } = laidOut(
      documentOf(
        marked('通知', ['bold'], ['font', { color: '1F4E79' }]),
        marked('灰的。', ['font', { color: '333333', size: 9 }]),
        marked('红的。', ['bold'], ['font', { color: 'C00000', vertical: 'super', scale: 80 }]),
        marked('一、题', ['underline'], ['italic']),
      ),
    );
    const marksOf = (beginning: string) => seen(after, beginning).node.firstChild?.marks ?? [];
    const names = (beginning: string) => marksOf(beginning).map(({ type }) => type.name);
    const fontOf = (beginning: string) => marksOf(beginning).find(({ type }) => type.name === 'font')?.attrs;
    expect(names('通知')).toEqual(['font']);
    expect(fontOf('通知')?.color).toBe(null);
    expect(fontOf('灰的')?.color).toBe(null);
    expect(fontOf('红的')).toMatchObject({ color: 'C00000', vertical: 'super', scale: null });
    expect(names('红的')).toContain('bold');
    expect(names('一、')).toEqual(['font']);
  });

  test('a page on its side stays so', () => {
    const wide = {
      width: 841.9,
      height: 595.3,
      top: 72,
      bottom: 72,
      left: 72,
      right: 72,
      header: 36,
      footer: 36,
    };
    const page = { ...wide, columns: 1, linePitch: null };
    const turned = schema.node('doc', { page }, [paragraph('通知'), paragraph('好。')]);
    expect(laidOut(turned).doc.attrs.page).toEqual(page);
  });
});

/** Paragraphs as people write them, and some that they don't. */
const block = fc
  .record({
    text: fc.oneof(
      fc.constantFrom(
        ...sample,
        '',
        '（试行）',
        '抄送：各处。',
        '出席：张某、李某',
        '第一章 总则',
        '附件：名单',
      ),
      fc.string({ unit: 'binary', maxLength: 30 }),
    ),
    format: fc.constantFrom(
      null,
      { align: 'center' } as const,
      { first: { value: -2, unit: 'char' }, charSize: 9, base: { size: 10.5, bold: true } } as const,
      { align: 'right', after: { value: 1, unit: 'char' }, contextual: true } as const,
      { borders: { bottom: { kind: 'single', width: 1, color: null, space: 0 } } } as const,
    ),
    marks: fc.oneof(fc.subarray<string>(['bold', 'font', 'underline']), fc.constant<string[]>(['code'])),
    level: fc.option(fc.integer({ min: 1, max: 6 })),
    gap: fc.boolean(),
  })
  .map(({ text, format, marks, level, gap }) => {
    const type = level === null ? 'paragraph' : 'heading';
    const look = Mark.setFrom(
      marks.map((name) => schema.mark(name, name === 'font' ? { size: 9, color: '808080' } : null)),
    );
    const content = [...(text === '' ? [] : [schema.text(text, look)]), ...(gap ? [schema.node('gap')] : [])];
    return schema.node(type, { format, ...(level === null ? {} : { level }) }, content);
  });
const documents = fc
  .array(block, { minLength: 1, maxLength: 30 })
  .map((blocks) => schema.node('doc', null, blocks));

/** Everything of a document that is not its looks. */
const skeleton = (node: Node): unknown =>
  node.isText ? node.text : [node.type.name, node.attrs.level, node.attrs.spelling, ...textOf(node)];
const textOf = (node: Node): unknown[] => {
  const parts: unknown[] = [];
  for (const child of node.children) {
    const part = skeleton(child);
    if (typeof part === 'string' && typeof parts.at(-1) === 'string')
      parts.push(`${String(parts.pop())}${part}`);
    else parts.push(part);
  }
  return parts;
};

describe('whatever the text is', () => {
  test('it stays, each step can be undone, and a second time changes nothing', () => {
    fc.assert(
      fc.property(documents, (doc) => {
        const tr = new Transform(doc);
        expect(hasChanges(layOutOfficially(tr))).toBe(true);
        tr.doc.check();
        expect(skeleton(tr.doc)).toEqual(skeleton(doc));
        const again = new Transform(tr.doc);
        expect(hasChanges(layOutOfficially(again))).toBe(false);
        expect(again.steps).toEqual([]);
        const back = new Transform(tr.doc);
        for (let i = tr.steps.length - 1; i >= 0; i--) {
          const [step, before] = [tr.steps[i], tr.docs[i]];
          if (step && before) back.step(step.invert(before));
        }
        expect(back.doc.eq(doc)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a file that was laid out', () => {
  const styles =
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:eastAsia="宋体"/><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>' +
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="360" w:lineRule="auto"/><w:ind w:firstLineChars="200" w:firstLine="420"/></w:pPr></w:style>' +
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:color w:val="2E74B5"/><w:sz w:val="44"/></w:rPr></w:style>';
  const p = (text: string, style = '') =>
    `<w:p>${style === '' ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;
  const source = docxOf(
    sample.map((text, i) => p(text, i === 0 || text === '一、总体要求' ? '1' : '')).join(''),
    { styles },
  );
  const open = (bytes: Uint8Array) => openDocument(bytes, { name: 'a.docx' }).doc;

  test('is saved as it is seen: read again, it is laid out already', () => {
    const { doc } = laidOut(open(source));
    const saved = saveDocument(doc, { format: 'docx', source, form: null });
    const again = open(saved);
    expect(again.textContent).toBe(open(source).textContent);
    expect(seen(again, '各处室').format).not.toHaveProperty('first');
    expect(laidOut(again)).toMatchObject({ steps: [], summary: { page: false, numbers: false } });
  });

  test('goes from an editor without a file to one with the same look', () => {
    const { doc } = laidOut(documentOf(...sample));
    const saved = saveDocument(doc, { format: 'docx', source: null, form: null });
    expect(laidOut(open(saved)).steps).toEqual([]);
  });
});
