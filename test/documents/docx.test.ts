import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Content, Mark } from '../../src-main/documents/content.ts';
import { findLosses } from '../../src-main/documents/docx/losses.ts';
import { readDocx } from '../../src-main/documents/docx/read.ts';
import { writeDocx } from '../../src-main/documents/docx/write.ts';
import { tempDir } from '../support/temp.ts';

const text = (value: string, ...marks: Mark[]): Content => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 ? { marks } : {}),
});
const p = (...content: Content[]): Content => ({
  type: 'paragraph',
  ...(content.length > 0 ? { content } : {}),
});
const item = (...content: Content[]): Content => ({ type: 'listItem', content });
const cell = (value: string, attrs = {}): Content => ({
  type: 'tableCell',
  attrs: { colspan: 1, rowspan: 1, colwidth: null, ...attrs },
  content: [p(text(value))],
});
const row = (...content: Content[]): Content => ({ type: 'tableRow', content });
const doc = (...content: Content[]): Content => ({ type: 'doc', content });

const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Twenty-four kinds of content, each a document of its own. */
const kinds: Record<string, Content> = {
  'a paragraph': doc(p(text('今天天气很好。'))),
  'an empty paragraph between two': doc(p(text('一')), p(), p(text('二'))),
  'heading 1': doc({ type: 'heading', attrs: { level: 1 }, content: [text('关于召开会议的通知')] }),
  'heading 2': doc({ type: 'heading', attrs: { level: 2 }, content: [text('一、总则')] }),
  'heading 3': doc({ type: 'heading', attrs: { level: 3 }, content: [text('（一）范围')] }),
  bold: doc(p(text('请'), text('务必', { type: 'bold' }), text('参加'))),
  italic: doc(p(text('斜体', { type: 'italic' }))),
  underline: doc(p(text('下划线', { type: 'underline' }))),
  strike: doc(p(text('删去', { type: 'strike' }))),
  'marks together': doc(p(text('都有', { type: 'bold' }, { type: 'italic' }, { type: 'underline' }))),
  'centred text': doc({ ...p(text('居中')), attrs: { textAlign: 'center' } }),
  'right-aligned text': doc({ ...p(text('二〇二六年十一月')), attrs: { textAlign: 'right' } }),
  'justified text': doc({ ...p(text('两端对齐')), attrs: { textAlign: 'justify' } }),
  'a bullet list': doc({ type: 'bulletList', content: [item(p(text('甲'))), item(p(text('乙')))] }),
  'a numbered list': doc({ type: 'orderedList', content: [item(p(text('甲'))), item(p(text('乙')))] }),
  'a nested list': doc({
    type: 'bulletList',
    content: [
      item(p(text('甲')), { type: 'orderedList', content: [item(p(text('一'))), item(p(text('二')))] }),
      item(p(text('乙'))),
    ],
  }),
  'a table': doc({
    type: 'table',
    content: [row(cell('姓名'), cell('部门')), row(cell('张三'), cell('财务'))],
  }),
  'a table with merged columns': doc({
    type: 'table',
    content: [row(cell('合计', { colspan: 2 })), row(cell('一'), cell('二'))],
  }),
  'a table with merged rows': doc({
    type: 'table',
    content: [row(cell('部门', { rowspan: 2 }), cell('一')), row(cell('二'))],
  }),
  'a link': doc(
    p(text('见'), text('网页', { type: 'link', attrs: { href: 'https://example.com/a?b=1&c=2' } })),
  ),
  'an image': doc(p({ type: 'image', attrs: { src: onePixel, alt: '印章', width: 40, height: 30 } })),
  'a line break': doc(p(text('上'), { type: 'hardBreak' }, text('下'))),
  'a page break': doc(p(text('上页')), { type: 'pageBreak' }, p(text('下页'))),
  'an East Asian font, its size and colour': doc(
    p(
      text('仿宋三号', {
        type: 'font',
        attrs: { eastAsia: '仿宋_GB2312', ascii: 'Times New Roman', size: 32, color: 'C00000' },
      }),
    ),
  ),
  'rare characters and emoji': doc(p(text('𠮷野家 😀 ①〇㎡ “引号” <标签> & 合'))),
};

describe.each(Object.entries(kinds))('%s', (_name, content) => {
  test('comes back from a file of our own as it was', async () => {
    expect(readDocx(await writeDocx(content))).toEqual(content);
  });
});

const hasOffice = spawnSync('soffice', ['--version']).status === 0;
const convert = (dir: string, name: string, to: string) =>
  execFileSync(
    'soffice',
    [
      `-env:UserInstallation=file://${join(dir, 'profile')}`,
      '--headless',
      '--convert-to',
      to,
      '--outdir',
      dir,
      join(dir, name),
    ],
    { stdio: 'ignore', timeout: 120_000 },
  );

const squash = (node: Content): string =>
  node.text ??
  (node.type === 'image' ? '▣' : (node.content ?? []).map(squash).join(node.type === 'doc' ? '\n' : ''));

/** Types of nodes and marks, each once, sorted: what kinds of content there are. */
function inventory(node: Content): Set<string> {
  const found = new Set<string>();
  const visit = (one: Content) => {
    if (one.type !== 'doc') found.add(one.type);
    if (typeof one.attrs?.textAlign === 'string' && one.attrs.textAlign !== 'justify')
      found.add(`align ${one.attrs.textAlign}`);
    for (const { type } of one.marks ?? []) if (type !== 'font') found.add(type);
    for (const inner of one.content ?? []) visit(inner);
  };
  visit(node);
  return found;
}

describe.skipIf(!hasOffice)('LibreOffice', () => {
  test('opens what we save, and we read what it makes of it: every kind of content, every letter', async () => {
    const dir = tempDir();
    const together = doc(...Object.values(kinds).flatMap(({ content }) => content ?? []));
    writeFileSync(join(dir, 'ours.docx'), await writeDocx(together));
    convert(dir, 'ours.docx', 'odt');
    convert(dir, 'ours.odt', 'docx:MS Word 2007 XML');
    const theirs = readDocx(readFileSync(join(dir, 'ours.docx')));
    expect(squash(theirs).replace(/\s+/g, '')).toBe(squash(together).replace(/\s+/g, ''));
    const kept = inventory(theirs);
    for (const kind of inventory(together)) expect([...kept]).toContain(kind);
    const fonts = JSON.stringify(theirs);
    expect(fonts).toContain('仿宋_GB2312');
    expect(fonts).toContain('C00000');
    convert(dir, 'ours.docx', 'txt:Text (encoded):UTF8');
    const plain = readFileSync(join(dir, 'ours.txt'), 'utf8');
    for (const word of ['关于召开会议的通知', '张三', '上页', '𠮷野家']) expect(plain).toContain(word);
  }, 240_000);
});

/** A package with a body of our own writing. */
async function withBody(xml: string, parts: Record<string, string> = {}): Promise<Uint8Array> {
  const files = unzipSync(await writeDocx(doc(p(text('底稿')))));
  const names =
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
  files['word/document.xml'] = strToU8(
    `<?xml version="1.0"?><w:document ${names}><w:body>${xml}</w:body></w:document>`,
  );
  for (const [name, content] of Object.entries(parts)) files[name] = strToU8(content);
  return zipSync(files);
}
const run = (value: string) => `<w:r><w:t>${value}</w:t></w:r>`;

describe('what cannot be kept is named', () => {
  test.each([
    [
      'tracked-changes',
      `<w:p><w:ins w:id="1">${run('加')}</w:ins><w:del w:id="2"><w:r><w:delText>删</w:delText></w:r></w:del></w:p>`,
    ],
    ['comments', '<w:p><w:r><w:commentReference w:id="0"/></w:r></w:p>'],
    ['footnotes', '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'],
    [
      'fields',
      `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>${run('1')}</w:p>`,
    ],
    ['text-boxes', '<w:p><w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r></w:p>'],
    ['formulas', '<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>'],
  ] as const)('%s', async (kind, xml) => {
    expect(findLosses(await withBody(xml)).map((one) => one.kind)).toEqual([kind]);
  });

  test('headers and footers that say something', async () => {
    const header = '<w:hdr xmlns:w="w"><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>';
    const empty = '<w:ftr xmlns:w="w"><w:p/></w:ftr>';
    const data = await withBody(`<w:p>${run('正文')}</w:p>`, {
      'word/header1.xml': header,
      'word/footer1.xml': empty,
    });
    expect(findLosses(data)).toEqual([{ kind: 'headers-footers', count: 1 }]);
  });

  test('a document of our own loses nothing', async () => {
    const together = doc(...Object.values(kinds).flatMap(({ content }) => content ?? []));
    expect(findLosses(await writeDocx(together))).toEqual([]);
  });
});

test('tracked changes are read as accepted', async () => {
  const xml = `<w:p>${run('甲')}<w:ins w:id="1">${run('乙')}</w:ins><w:del w:id="2"><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>`;
  expect(squash(readDocx(await withBody(xml)))).toBe('甲乙');
});

describe('what is no .docx is refused', () => {
  test.each([
    ['nothing', async () => new Uint8Array()],
    ['a text', async () => strToU8('这不是文档')],
    ['a zip of something else', async () => zipSync({ 'a.txt': strToU8('a') })],
    ['a file cut in half', async () => (await writeDocx(doc(p(text('一'))))).slice(0, 2000)],
    ['broken XML', () => withBody('<w:p><w:r>')],
  ])('%s', async (_name, make) => {
    const data = await make();
    expect(() => readDocx(data)).toThrow(expect.objectContaining({ code: 'document-unreadable' }));
  });
});
