import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import {
  documentFrom,
  openDocument,
  type SaveOptions,
  saveDocument,
  sourceFor,
} from '../../src-main/documents/document.ts';
import { replaceIn } from '../../src-main/documents/replace.ts';
import { bodyOf, docxOf } from '../support/docx.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const paragraph = (...runs: string[]) =>
  `<w:p>${runs.map((text) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`).join('')}</w:p>`;
const coded = (code: string) => expect.objectContaining({ code });

const notice = '通知［MASK］\n姓名：____　签字：____\n<mask>结束\n';
const files = {
  docx: docxOf(
    paragraph('通知［MA', 'SK］') + paragraph('姓名：____　签字：____') + paragraph('&lt;mask&gt;结束'),
  ),
  md: utf8('# 通知［MASK］\n\n姓名：____　签字：____\n\n<mask>结束\n'),
  txt: utf8(notice),
};
const formats = ['docx', 'md', 'txt'] as const;
const open = (format: (typeof formats)[number]) => openDocument(files[format], { name: `a.${format}` });

describe.each(formats)('a .%s', (format) => {
  test('is opened with its gaps, its blanks and where it came from', () => {
    const { summary, source, doc } = open(format);
    expect(summary).toMatchObject({ blocks: 3, gaps: 2, blanks: 1, atoms: {} });
    expect(doc.attrs).toMatchObject({ source, sourceFormat: format });
    expect(source).toMatch(/^[0-9a-f]{64}$/);
    const spellings: unknown[] = [];
    doc.descendants((node) => void (node.type.name === 'gap' && spellings.push(node.attrs.spelling)));
    expect(spellings).toEqual(['［MASK］', '<mask>']);
  });

  test('is saved as the same bytes where nothing was changed, after a stay in the editor too', () => {
    const { doc, form } = open(format);
    const stayed = documentFrom(JSON.stringify(doc));
    for (const one of [doc, stayed])
      expect(Buffer.from(saveDocument(one, { format, source: files[format], form }))).toEqual(
        Buffer.from(files[format]),
      );
  });

  test('keeps the spelling of the gaps in a paragraph that was changed', () => {
    const { doc, form } = open(format);
    const changed = replaceIn(doc, [
      { old: '通知', next: '公告' },
      { old: '结束', next: '完' },
    ]);
    const bytes = saveDocument(changed, { format, source: files[format], form });
    const again = openDocument(bytes, { name: `a.${format}` });
    expect(again.doc.textContent).toContain('公告');
    expect(again.summary).toMatchObject({ gaps: 2, blanks: 1 });
    const text = format === 'docx' ? bodyOf(bytes).replace(/<[^>]+>/g, '') : new TextDecoder().decode(bytes);
    expect(text).toContain('公告［MASK］');
    expect(text).toMatch(/(?:<mask>|&lt;mask&gt;)完/);
  });

  test('is not written anew where its source is gone or another', () => {
    const { doc, form } = open(format);
    const save = (source: SaveOptions['source']) => () => saveDocument(doc, { format, source, form });
    expect(save(null)).toThrow(coded('source-missing'));
    expect(save(utf8('别的文件'))).toThrow(coded('source-missing'));
  });

  test.each(formats.filter((one) => one !== format))('becomes a .%s of its own', (other) => {
    const { doc } = open(format);
    expect(sourceFor(doc, other)).toBeNull();
    const bytes = saveDocument(doc, { format: other, source: null, form: null });
    const { summary, doc: again } = openDocument(bytes, { name: `a.${other}` });
    expect(summary).toMatchObject({ gaps: 2, blanks: 1 });
    expect(again.textContent).toBe(doc.textContent);
  });
});

describe('a text', () => {
  test('in an old encoding is read and written in it, and says which others it may have', () => {
    const bytes = iconv.encode('关于召开会议的通知\r\n请各部门［MASK］参加。\r\n', 'gb18030');
    const { form, doc, candidates } = openDocument(bytes, { name: 'a.txt' });
    expect(form).toMatchObject({ encoding: 'gb18030', ending: '\r\n' });
    expect(candidates).toBeNull();
    const changed = replaceIn(doc, [{ old: '会议', next: '大会' }]);
    const written = saveDocument(changed, { format: 'txt', source: bytes, form });
    expect(iconv.decode(Buffer.from(written), 'gb18030')).toBe(
      '关于召开大会的通知\r\n请各部门［MASK］参加。\r\n',
    );
  });

  test.each(['txt', 'md'] as const)(
    'of an encoding that cannot hold it is not saved, but for another (%s)',
    (format) => {
      const bytes = iconv.encode('第一段文字在這裡，請各部門準時參加。\n', 'big5');
      const { doc, form } = openDocument(bytes, { name: `a.${format}`, encoding: 'big5' });
      const changed = replaceIn(doc, [{ old: '第一段', next: '这个' }]);
      const save = (encoding?: 'utf-8') =>
        saveDocument(changed, { format, source: bytes, form, ...(encoding ? { encoding } : {}) });
      expect(() => save()).toThrow(coded('text-unencodable'));
      expect(new TextDecoder().decode(save('utf-8'))).toBe('这个文字在這裡，請各部門準時參加。\n');
    },
  );
});

describe('a .docx', () => {
  test('that may not be changed says so', () => {
    const settings = '<w:documentProtection w:edit="readOnly" w:enforcement="1"/>';
    expect(openDocument(docxOf(paragraph('甲'), { settings }), { name: 'a.docx' }).readOnly).toBe(
      'protected',
    );
    expect(open('docx').readOnly).toBeNull();
  });

  test('with a signature loses it by any change', () => {
    const signed = docxOf(paragraph('甲'), { more: { '_xmlsignatures/sig1.xml': '<Signature/>' } });
    expect(openDocument(signed, { name: 'a.docx' }).losses).toEqual([{ kind: 'signature', count: 1 }]);
  });

  test('counts what stands in its text boxes', () => {
    const box = `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>${paragraph('落款[mask]')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`;
    const bytes = docxOf(box);
    const { summary, doc } = openDocument(bytes, { name: 'a.docx' });
    expect(summary).toMatchObject({ gaps: 1, atoms: { textBox: 1 } });
    const changed = replaceIn(doc, [{ old: '落款', next: '日期' }]);
    const written = saveDocument(changed, { format: 'docx', source: bytes, form: null });
    expect(bodyOf(written).replace(' xml:space="preserve"', '')).toBe(
      bodyOf(bytes).replace('落款', '日期').replace(' xml:space="preserve"', ''),
    );
  });
});

test('a document that the schema does not allow is refused', () => {
  for (const content of ['', '{', '{"type":"doc"}', '{"type":"doc","content":[{"type":"text","text":"甲"}]}'])
    expect(() => documentFrom(content)).toThrow(coded('bad-input'));
});

test('bookmarks and ranges of comments are counted as the file has them', () => {
  const range = (name: string, id: number) => `<w:${name}Start w:id="${id}"/>`;
  const body = `${range('bookmark', 1) + paragraph('甲')}<w:p>${range('commentRange', 2)}${range('bookmark', 3)}</w:p>`;
  const { summary } = openDocument(docxOf(body), { name: 'a.docx' });
  expect(summary.atoms).toEqual({ bookmark: 2, commentRange: 1 });
  expect(open('docx').summary.atoms).toEqual({});
});
