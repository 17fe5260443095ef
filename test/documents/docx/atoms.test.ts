import type { Node } from '@tiptap/pm/model';
import { Transform } from '@tiptap/pm/transform';
import { describe, expect, test } from 'vitest';
import { bodyOf, docxOf, open, save } from '../../support/docx.ts';

/** What is shown as a whole: how it looks and what of its text is seen. */

const run = (inner: string, properties = '') => `<w:r><w:rPr>${properties}</w:rPr>${inner}</w:r>`;
const text = (words: string, properties = '') => run(`<w:t>${words}</w:t>`, properties);
const character = (type: string, properties = '') => run(`<w:fldChar w:fldCharType="${type}"/>`, properties);

function atomsOf(body: string): Node[] {
  const found: Node[] = [];
  open(docxOf(body)).descendants((node) => {
    if (node.type.name === 'atom' || node.type.name === 'atomBlock') found.push(node);
  });
  return found;
}

const p = (inner: string) => `<w:p>${inner}</w:p>`;

const lookOf = (node: Node | undefined) =>
  node?.marks.map(({ type }) => type.name).filter((name) => name !== 'run') ?? null;

describe('a field looks like its result', () => {
  const code = run('<w:instrText>REF a</w:instrText>', '<w:i/>');
  const begin = character('begin', '<w:i/>') + code + character('separate', '<w:i/>');

  test.each([
    ['of one run', `${begin}${text('三', '<w:b/>')}${character('end')}`, ['bold']],
    ['that begins with nothing', `${begin}${text('')}${text('三', '<w:b/>')}${character('end')}`, ['bold']],
    [
      'of another field',
      `${begin}${begin}${text('三', '<w:b/>')}${character('end')}${character('end')}`,
      ['bold'],
    ],
    [
      'in a link',
      `${begin}<w:hyperlink w:anchor="a">${text('三', '<w:b/>')}</w:hyperlink>${character('end')}`,
      ['bold'],
    ],
    ['that is empty', `${begin}${character('end')}`, ['italic']],
    [
      'in one element',
      `<w:fldSimple w:instr="REF a">${run('')}${text('三', '<w:b/>')}</w:fldSimple>`,
      ['bold'],
    ],
  ])('%s', (_name, field, look) => {
    expect(lookOf(atomsOf(`<w:p>${field}</w:p>`)[0])).toEqual(look);
  });

  test('and not like what its code holds', () => {
    const inner = `${character('begin')}${run('<w:instrText>PAGE</w:instrText>')}${character('separate')}${text('1', '<w:i/>')}${character('end')}`;
    const field = `${character('begin')}${run('<w:instrText>IF </w:instrText>')}${inner}${character('separate')}${text('三', '<w:b/>')}${character('end')}`;
    expect(lookOf(atomsOf(`<w:p>${field}</w:p>`)[0])).toEqual(['bold']);
  });
});

describe('text of drawings', () => {
  const alternatives = (drawing: string) =>
    `<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>${drawing}</w:drawing></mc:Choice><mc:Fallback><w:pict><w:t>旧</w:t></w:pict></mc:Fallback></mc:AlternateContent>`;
  const box = (inner: string) =>
    `<wps:wsp><wps:txbx><w:txbxContent>${inner}</w:txbxContent></wps:txbx></wps:wsp>`;

  test('holds that of text boxes in text boxes, a line for each paragraph', () => {
    const nested = box(p(text('二')) + p(text('三')));
    const [atom] = atomsOf(
      p(run(alternatives(box(p(text('一') + run(alternatives(nested)) + text('四')) + p(text('五')))))),
    );
    expect(atom?.attrs).toMatchObject({ kind: 'textBox', text: '一\n二\n三\n四\n五' });
    const [first] = (atom?.attrs.inner ?? []) as { content: { attrs: Record<string, unknown> }[] }[];
    expect(first?.content[1]?.attrs).toMatchObject({ kind: 'textBox', text: '二\n三' });
    expect(first?.content[1]?.attrs.inner).toHaveLength(2);
  });

  test('holds that of every box of a group', () => {
    const group = `<wpg:wgp xmlns:wpg="urn:wpg">${box(p(text('一')))}${box(p(text('二')) + p(text('三')))}</wpg:wgp>`;
    const [atom] = atomsOf(p(run(alternatives(group))));
    expect(atom?.attrs.text).toBe('一\n二\n三');
    expect(atom?.attrs.inner).toHaveLength(3);
  });

  test('of shapes without paragraphs of the document has a line for each of theirs', () => {
    const shape =
      '<a:txBody><a:p><a:r><a:t>一</a:t></a:r></a:p><a:p><a:r><a:t>二</a:t></a:r></a:p></a:txBody>';
    expect(atomsOf(p(run(`<w:drawing>${shape}</w:drawing>`)))[0]?.attrs).toMatchObject({
      kind: 'drawing',
      text: '一\n二',
    });
  });
});

describe('formatting that goes over an atom', () => {
  const begin = character('begin') + run('<w:instrText>REF a</w:instrText>') + character('separate');
  const bold = '<w:rPr><w:b/></w:rPr>';

  /** The paragraph after all of it was made bold, and its atom as it is read again. */
  function madeBold(inner: string): { body: string; look: string[] | null } {
    const bytes = docxOf(p(`${text('见第')}${inner}${text('条')}`));
    const doc = open(bytes);
    const tr = new Transform(doc).addMark(1, 1 + doc.child(0).content.size, doc.type.schema.mark('bold'));
    const saved = save(bytes, tr.doc);
    return { body: bodyOf(saved), look: lookOf(open(saved).child(0).child(1)) };
  }

  test.each([
    ['a field of several runs', `${begin}${text('三')}${text('甲')}${character('end')}`],
    ['a field that is one element', `<w:fldSimple w:instr="PAGE">${text('3')}</w:fldSimple>`],
    [
      'a locked control',
      `<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>${text('今')}</w:sdtContent></w:sdt>`,
    ],
  ])('is written to the runs of %s, and nothing else of it changes', (_name, inner) => {
    const { body } = madeBold(inner);
    expect(body).toBe(p(`${text('见第')}${inner}${text('条')}`).replaceAll('<w:rPr></w:rPr>', bold));
  });

  test('is there when the file is opened again', () => {
    expect(madeBold(`${begin}${text('三')}${character('end')}`).look).toEqual(['bold']);
  });

  test('leaves what is deleted alone', () => {
    const gone = `<w:del w:id="1" w:author="甲">${run('<w:delText>旧</w:delText>')}</w:del>`;
    expect(madeBold(gone).body).toContain(gone);
  });
});
