import type { Node } from '@tiptap/pm/model';
import { describe, expect, test } from 'vitest';
import { docxOf, open } from '../../support/docx.ts';

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
