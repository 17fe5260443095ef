import { describe, expect, test } from 'vitest';
import type { XmlElement } from '../../../src-main/documents/package/xml.ts';
import { child } from '../../../src-main/documents/package/xml.ts';
import { pPr, rPr, sheetOf, style, word } from './sheet-parts.ts';

const defaults = (content: string) =>
  `<w:docDefaults><w:rPrDefault><w:rPr>${content}</w:rPr></w:rPrDefault></w:docDefaults>`;

/** The look of a run in a paragraph of a style. */
function lookOf(styles: string, direct: string | XmlElement, paragraphStyle = 'P') {
  const sheet = sheetOf({ styles });
  const paragraph = sheet.paragraph(pPr(`<w:pStyle w:val="${paragraphStyle}"/>`));
  return sheet.run(typeof direct === 'string' ? rPr(direct) : direct, paragraph);
}

test('a document that says nothing has the look of Word', () => {
  const sheet = sheetOf({});
  expect(sheet.paragraph(undefined).format.base).toEqual({ ascii: 'Times New Roman', size: 10 });
});

test('each level says what the one above does not', () => {
  const styles =
    defaults('<w:sz w:val="21"/><w:color w:val="111111"/><w:rFonts w:ascii="A" w:eastAsia="甲"/>') +
    style('Base', '<w:rPr><w:color w:val="222222"/><w:rFonts w:eastAsia="乙"/></w:rPr>') +
    style('P', '<w:rPr><w:u w:val="wave"/></w:rPr>', 'Base') +
    style('C', '<w:rPr><w:em w:val="dot"/><w:color w:val="333333"/></w:rPr>', undefined, 'character');
  expect(lookOf(styles, '<w:rStyle w:val="C"/><w:sz w:val="32"/>')).toEqual({
    ascii: 'A',
    eastAsia: '乙',
    size: 16,
    color: '333333',
    underline: 'wave',
    emphasis: 'dot',
  });
});

test('direct properties take back what styles say', () => {
  const styles = style(
    'P',
    `<w:rPr><w:u w:val="single"/><w:color w:val="FF0000"/><w:highlight w:val="yellow"/><w:vertAlign w:val="superscript"/>
     <w:spacing w:val="20"/><w:w w:val="90"/><w:position w:val="6"/><w:em w:val="dot"/><w:dstrike/>
     <w:bdr w:val="single" w:sz="4"/><w:shd w:val="clear" w:fill="00FF00"/></w:rPr>`,
  );
  expect(lookOf(styles, '')).toMatchObject({ underline: 'single', scale: 90, strike: 'double', position: 3 });
  const off = `<w:u w:val="none"/><w:color w:val="auto"/><w:highlight w:val="none"/><w:vertAlign w:val="baseline"/>
    <w:spacing w:val="0"/><w:w w:val="100"/><w:position w:val="0"/><w:em w:val="none"/><w:dstrike w:val="0"/>
    <w:bdr w:val="nil"/><w:shd w:val="clear" w:color="auto" w:fill="auto"/>`;
  expect(lookOf(styles, off)).toEqual({ ascii: 'Times New Roman', size: 10 });
});

describe('toggle properties', () => {
  const bold = '<w:rPr><w:b/></w:rPr>';
  const character = (content: string) => style('C', content, undefined, 'character');
  const inC = '<w:rStyle w:val="C"/>';

  test.each([
    ['bold in the paragraph style alone', style('P', bold), '', true],
    ['bold in two styles of different kinds', style('P', bold) + character(bold), inC, undefined],
    ['bold in a style and in what it is based on', style('B', bold) + style('P', bold, 'B'), '', true],
    [
      'off in a style based on a bold one',
      style('B', bold) + style('P', '<w:rPr><w:b w:val="0"/></w:rPr>', 'B'),
      '',
      undefined,
    ],
    [
      'off in a character style leaves the paragraph style',
      style('P', bold) + character('<w:rPr><w:b w:val="0"/></w:rPr>'),
      inC,
      true,
    ],
    ['direct on over two styles', style('P', bold) + character(bold), `${inC}<w:b/>`, true],
    ['direct off over one', style('P', bold), '<w:b w:val="false"/>', undefined],
    [
      'on by default whatever the styles say',
      defaults('<w:b/>') + style('P', bold) + character(bold),
      inC,
      true,
    ],
  ])('%s', (_, styles, direct, expected) => {
    expect(lookOf(styles, direct).bold).toBe(expected);
  });

  test('capitals and hiding toggle, a double strike does not', () => {
    const both = '<w:rPr><w:caps/><w:vanish/><w:dstrike/></w:rPr>';
    const look = lookOf(style('P', both) + character(both), inC);
    expect(look).toEqual({ ascii: 'Times New Roman', size: 10, strike: 'double' });
  });
});

test('what is damaged says nothing', () => {
  const direct = `<w:sz w:val="0"/><w:color w:val="red"/><w:highlight w:val="pink"/><w:spacing w:val=""/><w:u/>
    <w:vertAlign w:val="middle"/><w:rFonts w:ascii=""/>`;
  expect(lookOf(style('P', ''), direct)).toEqual({ ascii: 'Times New Roman', size: 10 });
});

test('lengths of the strict class and lengths beyond any page', () => {
  const look = lookOf(style('P', ''), '<w:sz w:val="12pt"/><w:spacing w:val="99999999"/><w:w w:val="80%"/>');
  expect(look).toMatchObject({ size: 12, spacing: 1584, scale: 80 });
});

describe('w:hint', () => {
  const run = (text: string) =>
    word(`<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>${text}</w:t></w:r>`);
  test.each([
    ['他说“好”', 'eastAsia'],
    ['好', undefined],
  ])('%s', (text, expected) => {
    expect(lookOf(style('P', ''), child(run(text), 'w:rPr') as XmlElement).hint).toBe(expected);
  });
});

test('lists that say the same have one answer', () => {
  const sheet = sheetOf({ styles: style('P', '<w:rPr><w:b/></w:rPr>') });
  const [first, second] = [
    sheet.paragraph(pPr('<w:pStyle w:val="P"/>')),
    sheet.paragraph(pPr('<w:pStyle w:val="P"/>')),
  ];
  expect(first).toBe(second);
  expect(sheet.run(rPr('<w:i/>'), first)).toBe(sheet.run(rPr('<w:i/>'), second));
  expect(sheet.run(rPr('<w:i/>'), first)).not.toBe(sheet.run(rPr('<w:i w:val="0"/>'), first));
});

test('a tracked change of properties changes nothing', () => {
  const change = '<w:rPrChange w:id="1"><w:rPr><w:b/></w:rPr></w:rPrChange>';
  const sheet = sheetOf({});
  const paragraph = sheet.paragraph(undefined);
  const look = sheet.run(rPr(`<w:i/>${change}`), paragraph);
  expect(look).toEqual({ ascii: 'Times New Roman', size: 10, italic: true });
  expect(look).toBe(sheet.run(rPr('<w:i/>'), paragraph));
});
