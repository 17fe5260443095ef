import { Transform } from '@tiptap/pm/transform';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import { bodyOf, docxOf, find, open, save } from '../../support/docx.ts';

/** Marks of paragraphs where changes are recorded: which one was inserted or deleted. */

const schema = documentSchema();
const author = { name: '王', date: '2026-01-02T03:04:05Z' };
const settings = '<w:trackRevisions/>';
const run = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`;
const p = (inner: string, mark = '') =>
  `<w:p>${mark === '' ? '' : `<w:pPr><w:rPr>${mark}</w:rPr></w:pPr>`}${inner}</w:p>`;
const by = (kind: string, id: number) =>
  `<w:${kind} w:id="${id}" w:author="王" w:date="2026-01-02T03:04:05Z"`;
const mark = (kind: 'ins' | 'del', id: number) => `${by(kind, id)}/>`;
const inserted = (id: number, inner: string) => `${by('ins', id)}>${inner}</w:ins>`;
const deleted = (id: number, text: string) =>
  `${by('del', id)}><w:r><w:delText>${text}</w:delText></w:r></w:del>`;
const table = (inner: string) => `<w:tbl><w:tr><w:tc>${inner}</w:tc></w:tr></w:tbl>`;

function edited(body: string, change: (tr: Transform) => unknown, tracked = true): string {
  const bytes = docxOf(body, tracked ? { settings } : {});
  const tr = new Transform(open(bytes));
  change(tr);
  tr.doc.check();
  return bodyOf(save(bytes, tr.doc, { author }));
}

const end = (tr: Transform, text: string): number => find(tr.doc, text).to;
const start = (tr: Transform, text: string): number => find(tr.doc, text).from;
const paragraph = (text: string) => schema.node('paragraph', null, schema.text(text));

describe('a paragraph that was split', () => {
  test.each([
    ['at its end', p(run('一二'), mark('ins', 1)) + p('')],
    ['at its end, with text in the new one', p(run('一二'), mark('ins', 2)) + p(inserted(1, run('新')))],
  ])('%s: the mark of the first part is the inserted one', (_name, expected) => {
    const after = edited(p(run('一二')) + p(run('三')), (tr) => {
      tr.split(end(tr, '一二'));
      if (expected.includes('新')) tr.insert(end(tr, '一二') + 2, schema.text('新'));
    });
    expect(after).toBe(expected + p(run('三')));
  });

  test('at its start: the mark of the empty part is', () => {
    const after = edited(p(run('一二')) + p(run('三')), (tr) => tr.split(start(tr, '一二')));
    expect(after).toBe(p('', mark('ins', 1)) + p(run('一二')) + p(run('三')));
  });

  test('takes what others recorded of its mark along, once', () => {
    const other = '<w:del w:id="9" w:author="李"/>';
    const body = p(run('一二'), other) + p(run('三'));
    expect(edited(body, (tr) => tr.split(end(tr, '一二')))).toBe(
      p(run('一二'), mark('ins', 10)) + p('', other) + p(run('三')),
    );
    expect(edited(body, (tr) => tr.split(end(tr, '一二')), false)).toBe(
      p(run('一二')) + p('', other) + p(run('三')),
    );
  });
});

describe('a paragraph that was put in', () => {
  test('between others has the inserted mark', () => {
    const after = edited(p(run('一')) + p(run('二')), (tr) => tr.insert(end(tr, '一') + 1, paragraph('新')));
    expect(after).toBe(p(run('一')) + p(inserted(1, run('新')), mark('ins', 2)) + p(run('二')));
  });

  test.each([
    ['the document', (inner: string) => inner],
    ['a cell', (inner: string) => table(inner) + p('')],
  ])('at the end of %s leaves the last mark as it is', (_name, around) => {
    const after = edited(around(p(run('一'))), (tr) => tr.insert(end(tr, '一') + 1, paragraph('新')));
    expect(after).toBe(around(p(run('一'), mark('ins', 2)) + p(inserted(1, run('新')))));
  });
});

describe('paragraphs that became one', () => {
  test('stay, and the mark between them is deleted', () => {
    const after = edited(p(run('一二')) + p(run('三四')) + p(run('五')), (tr) =>
      tr.join(end(tr, '一二') + 1),
    );
    expect(after).toBe(p(run('一二'), mark('del', 1)) + p(run('三四')) + p(run('五')));
  });

  test('with text deleted on both sides, and a paragraph between them', () => {
    const body = p(run('一二')) + p(run('中')) + p(run('三四')) + p(run('五'));
    const after = edited(body, (tr) => tr.delete(start(tr, '二'), end(tr, '三')));
    expect(after).toBe(
      p(run('一') + deleted(1, '二'), mark('del', 2)) +
        p(deleted(3, '中'), mark('del', 4)) +
        p(deleted(5, '三') + run('四')) +
        p(run('五')),
    );
  });

  test('at the end of a cell: the last mark stays, the one before it is deleted', () => {
    const around = (inner: string) => table(inner) + p('');
    const after = edited(around(p(run('一')) + p(run('二'))), (tr) =>
      tr.delete(start(tr, '二') - 1, end(tr, '二') + 1),
    );
    expect(after).toBe(around(p(run('一'), mark('del', 1)) + p(deleted(2, '二'))));
  });
});
