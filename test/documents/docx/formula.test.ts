import { describe, expect, test } from 'vitest';
import { isMathNode, linearMath, type MathNode } from '../../../src-main/documents/schema/math.ts';
import { bodyOf, docxOf, open, save } from '../../support/docx.ts';

const run = (text: string, properties = '') => `<m:r>${properties}<m:t>${text}</m:t></m:r>`;
const part = (name: string, text: string) => `<m:${name}>${run(text)}</m:${name}>`;

/** The formula of a document with one, and how it reads on a line. */
function read(omml: string): { math: MathNode; text: string } {
  const doc = open(docxOf(`<w:p><m:oMath>${omml}</m:oMath></w:p>`));
  const { math, text, kind } = doc.child(0).child(0).attrs;
  expect(kind).toBe('formula');
  if (!isMathNode(math)) throw new Error(`no formula: ${JSON.stringify(math)}`);
  expect(text).toBe(linearMath(math));
  return { math, text: String(text) };
}

const tagsOf = (node: MathNode): string[] =>
  typeof node === 'string' ? [] : [node[0], ...node.slice(2).flatMap((one) => tagsOf(one as MathNode))];

describe('a formula of Word', () => {
  test('is drawn as numbers, names and signs', () => {
    expect(read(run('2x+10.5=y')).math).toEqual([
      'mrow',
      {},
      ['mn', {}, '2'],
      ['mi', {}, 'x'],
      ['mo', {}, '+'],
      ['mn', {}, '10.5'],
      ['mo', {}, '='],
      ['mi', {}, 'y'],
    ]);
  });

  test.each([
    ['sSub', part('e', 'e') + part('sub', 'i'), 'msub', 'e_i'],
    ['sSup', part('e', 'v') + part('sup', '12'), 'msup', 'v^(12)'],
    ['sSubSup', part('e', 'R') + part('sub', 'i') + part('sup', 'j'), 'msubsup', 'R_i^j'],
    ['f', part('num', 'a+b') + part('den', '2'), 'mfrac', '(a+b)/2'],
    ['rad', `<m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/>${part('e', 'x')}`, 'msqrt', '√x'],
    ['rad', part('deg', '3') + part('e', 'x'), 'mroot', '3√x'],
    ['limLow', part('e', 'lim') + part('lim', 'n'), 'munder', 'lim_n'],
    ['acc', part('e', 'x'), 'mover', 'x^^'],
    ['acc', `<m:accPr><m:chr m:val="\u20d7"/></m:accPr>${part('e', 'v')}`, 'mover', 'v^→'],
  ])('m:%s', (name, inner, tag, text) => {
    const found = read(`<m:${name}>${inner}</m:${name}>`);
    expect(found.math[0]).toBe(tag);
    expect(found.text).toBe(text);
  });

  test('has the bounds of a sum above and below, of an integral at its side, and none that are hidden', () => {
    const bounds = part('sub', '1') + part('sup', 'n') + part('e', 'a');
    expect(read(`<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>${bounds}</m:nary>`).text).toBe('∑_1^na');
    expect(tagsOf(read(`<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>${bounds}</m:nary>`).math)).toContain(
      'munderover',
    );
    expect(tagsOf(read(`<m:nary>${bounds}</m:nary>`).math)).toContain('msubsup');
    const hidden = `<m:nary><m:naryPr><m:chr m:val="∑"/><m:subHide m:val="on"/><m:supHide/></m:naryPr>${bounds}</m:nary>`;
    expect(read(hidden).text).toBe('∑a');
  });

  test('keeps its brackets, also those that it leaves out', () => {
    expect(read(`<m:d>${part('e', 'x')}${part('e', 'y')}</m:d>`).text).toBe('(x|y)');
    const open = '<m:dPr><m:begChr m:val="{"/><m:endChr m:val=""/></m:dPr>';
    expect(read(`<m:d>${open}${part('e', 'x')}</m:d>`).text).toBe('{x');
  });

  test('sets matrices and systems of equations in rows', () => {
    const matrix = `<m:m><m:mr>${part('e', 'a')}${part('e', 'b')}</m:mr><m:mr>${part('e', 'c')}${part('e', 'd')}</m:mr></m:m>`;
    expect(read(matrix).text).toBe('a, b; c, d');
    expect(read(`<m:eqArr>${part('e', 'x')}${part('e', 'y')}</m:eqArr>`).text).toBe('x; y');
  });

  test('of a kind that nobody knows shows what is in it', () => {
    expect(read(`<m:box>${part('e', 'x')}</m:box><m:new>${part('e', 'y')}</m:new>`).text).toBe('xy');
  });

  test('on lines of its own is drawn so, several one below the other', () => {
    const two = `<m:oMathPara><m:oMath>${run('x')}</m:oMath><m:oMath>${run('y')}</m:oMath></m:oMathPara>`;
    const { math } = open(docxOf(`<w:p>${two}</w:p>`))
      .child(0)
      .child(0).attrs as { math: MathNode };
    expect(math.slice(0, 2)).toEqual(['mrow', { class: 'display', displaystyle: 'true' }]);
    expect(linearMath(math)).toBe('x; y');
  });

  test('comes back as it was when the text beside it is edited', () => {
    const omml = `<m:oMath><m:f>${part('num', '1')}${part('den', '2')}</m:f></m:oMath>`;
    const bytes = docxOf(`<w:p><w:r><w:t>占</w:t></w:r>${omml}</w:p>`);
    const doc = open(bytes);
    const edited = doc.replace(1, 1, doc.slice(1, 2));
    expect(bodyOf(save(bytes, edited))).toContain(omml);
  });
});

test('nothing but elements of formulas is taken for one', () => {
  expect(isMathNode(['mrow', {}, ['mi', {}, 'x']])).toBe(true);
  expect(isMathNode(['script', {}, 'x'])).toBe(false);
  expect(isMathNode(['mrow', {}, ['img', {}]])).toBe(false);
  expect(isMathNode({ tag: 'mrow' })).toBe(false);
});
