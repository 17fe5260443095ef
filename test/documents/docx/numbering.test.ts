import { describe, expect, test } from 'vitest';
import { elementsOf } from '../../../src-main/documents/package/xml.ts';
import { pPr, sheetOf, style, word } from './sheet-parts.ts';

const level = (ilvl: number, content: string) => `<w:lvl w:ilvl="${ilvl}">${content}</w:lvl>`;
const abstract = (id: number, content: string) =>
  `<w:abstractNum w:abstractNumId="${id}">${content}</w:abstractNum>`;
const num = (id: number, of: number, content = '') =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${content}</w:num>`;
const numPr = (id: number | string, ilvl?: number) =>
  `<w:numPr>${ilvl === undefined ? '' : `<w:ilvl w:val="${ilvl}"/>`}<w:numId w:val="${id}"/></w:numPr>`;

const indent = (left: number, hanging: number) =>
  `<w:pPr><w:ind w:left="${left}" w:hanging="${hanging}"/></w:pPr>`;
const usual =
  abstract(
    0,
    level(0, `<w:start w:val="1"/>${indent(420, 420)}`) + level(1, `<w:start w:val="1"/>${indent(840, 420)}`),
  ) + num(1, 0);

const places = (styles: string, numbering: string) => {
  const sheet = sheetOf({ styles, numbering });
  return (list: string) => {
    const { numbering: place, format } = sheet.paragraph(pPr(list));
    return {
      place: place && `${place.id}/${place.level}`,
      left: format.left?.value,
      first: format.first?.value,
    };
  };
};

describe('where a paragraph stands in a numbering', () => {
  test('direct, with its level or without', () => {
    const at = places('', usual);
    expect(at(numPr(1, 1))).toEqual({ place: '1/1', left: 42, first: -21 });
    expect(at(numPr(1))).toEqual({ place: '1/0', left: 21, first: -21 });
  });

  test('in none: without, in numbering 0, in one that there is not', () => {
    const at = places('', usual);
    const none = { place: null, left: undefined, first: undefined };
    expect([at(''), at(numPr(0, 0)), at(numPr(77, 0)), at('<w:numPr><w:ilvl w:val="1"/></w:numPr>')]).toEqual(
      [none, none, none, none],
    );
  });

  test('not where it is nothing but the end of a section', () => {
    const sheet = sheetOf({ numbering: usual });
    const place = (content: string) => {
      const [list] = elementsOf(word(`<w:p><w:pPr>${numPr(1, 0)}<w:sectPr/></w:pPr>${content}</w:p>`));
      return sheet.paragraph(list).numbering;
    };
    expect(place('<w:bookmarkStart w:id="0" w:name="x"/>')).toBe(null);
    expect(place('<w:r><w:t>一</w:t></w:r>')).toEqual({ id: '1', level: 0 });
  });

  test('by its style: the level that names the style wins', () => {
    const numbering =
      abstract(0, level(0, '<w:pStyle w:val="H1"/>') + level(1, '<w:pStyle w:val="H2"/>') + level(2, '')) +
      num(1, 0);
    const styles =
      style('H1', `<w:pPr>${numPr(1)}</w:pPr>`) +
      style('H2', `<w:pPr>${numPr(1, 0)}</w:pPr>`, 'H1') +
      style('H3', '<w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr>', 'H1') +
      style('Mine', '', 'H2') +
      style('Off', `<w:pPr>${numPr(0)}</w:pPr>`, 'H2');
    const at = places(styles, numbering);
    const in_ = (id: string, direct = '') => at(`<w:pStyle w:val="${id}"/>${direct}`).place;
    expect(['H1', 'H2', 'H3', 'Mine', 'Off'].map((id) => in_(id))).toEqual([
      '1/0',
      '1/1',
      '1/2',
      '1/1',
      null,
    ]);
    expect(in_('H2', numPr(0))).toBe(null);
    expect(in_('H2', '<w:numPr><w:ilvl w:val="2"/></w:numPr>')).toBe('1/2');
    expect(in_('H2', numPr(1))).toBe('1/1');
  });
});

describe('indents', () => {
  const ind = (left: number) => `<w:ind w:left="${left}"/>`;

  test('a direct numbering wins over the style, direct indents over it', () => {
    const at = places(style('P', `<w:pPr>${ind(100)}</w:pPr>`), usual);
    expect(at(`<w:pStyle w:val="P"/>${numPr(1, 0)}`)).toMatchObject({ left: 21, first: -21 });
    expect(at(`<w:pStyle w:val="P"/>${numPr(1, 0)}${ind(200)}`)).toMatchObject({ left: 10, first: -21 });
  });

  test('the style that names a numbering wins over it, and it over what the style is based on', () => {
    const styles =
      style('Base', `<w:pPr>${ind(100)}</w:pPr>`) +
      style('Plain', `<w:pPr>${numPr(1, 0)}</w:pPr>`, 'Base') +
      style('Own', `<w:pPr>${numPr(1, 0)}${ind(300)}</w:pPr>`, 'Base') +
      style('Late', `<w:pPr>${ind(500)}</w:pPr>`, 'Plain');
    const at = places(styles, usual);
    expect(['Plain', 'Own', 'Late'].map((id) => at(`<w:pStyle w:val="${id}"/>`))).toEqual([
      { place: '1/0', left: 21, first: -21 },
      { place: '1/0', left: 15, first: -21 },
      { place: '1/0', left: 25, first: -21 },
    ]);
  });

  test('a paragraph that leaves the numbering of its style leaves its indents, too', () => {
    const at = places(style('P', `<w:pPr>${numPr(1, 1)}</w:pPr>`), usual);
    expect(at('<w:pStyle w:val="P"/>')).toMatchObject({ left: 42 });
    expect(at(`<w:pStyle w:val="P"/>${numPr(0)}`)).toMatchObject({ left: undefined, first: undefined });
    expect(at(`<w:pStyle w:val="P"/>${numPr(1, 0)}`)).toMatchObject({ left: 21, first: -21 });
  });
});

describe('what the editor counts with', () => {
  test('levels, with those that a numbering overrides', () => {
    const numbering =
      abstract(
        3,
        level(
          0,
          `<w:start w:val="5"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlRestart w:val="0"/><w:isLgl/><w:suff w:val="space"/>
           <w:lvlText w:val="第%1条"/><w:pPr><w:ind w:left="420" w:hanging="210"/></w:pPr>
           <w:rPr><w:rFonts w:ascii="Arial"/><w:b/><w:i w:val="0"/><w:u w:val="none"/></w:rPr>`,
        ) + level(1, '<w:lvlText w:val="%2"/>'),
      ) +
      num(1, 3) +
      num(2, 3) +
      num(
        9,
        3,
        `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>
         <w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1"><w:start w:val="7"/><w:numFmt w:val="lowerLetter"/><w:lvlRestart w:val="0"/></w:lvl></w:lvlOverride>`,
      );
    const { numberings } = sheetOf({ numbering }).sheet;
    expect(numberings['1']).toMatchObject({ abstract: '3', starts: {} });
    expect(numberings['1']?.levels).toHaveLength(9);
    expect(numberings['1']?.levels[0]).toEqual({
      format: 'chineseCountingThousand',
      text: '第%1条',
      start: 5,
      restart: 0,
      legal: true,
      suffix: 'space',
      run: { ascii: 'Arial', bold: true, italic: 'none', underline: 'none' },
      left: { value: 21, unit: 'pt' },
      first: { value: -10.5, unit: 'pt' },
    });
    // Without `w:start` a level starts at 0.
    expect(numberings['1']?.levels[1]?.start).toBe(0);
    expect(numberings['2']?.levels).toBe(numberings['1']?.levels);
    expect(numberings['9']).toMatchObject({ abstract: '3', starts: { 0: 3 } });
    expect(numberings['9']?.levels[1]).toMatchObject({ format: 'lowerLetter', start: 7, restart: null });
    expect(numberings['9']?.levels[0]).toBe(numberings['1']?.levels[0]);
  });

  test('a definition that is a link to a numbering style', () => {
    const numbering =
      abstract(0, '<w:numStyleLink w:val="L"/>') +
      abstract(1, `<w:styleLink w:val="L"/>${level(0, '<w:lvlText w:val="•"/>')}`) +
      num(1, 0) +
      num(2, 1);
    const styles = style('L', `<w:pPr>${numPr(2)}</w:pPr>`, undefined, 'numbering');
    const { numberings } = sheetOf({ styles, numbering }).sheet;
    expect(numberings['1']).toMatchObject({ abstract: '1' });
    expect(numberings['1']?.levels[0]?.text).toBe('•');
  });

  test('links in a circle and numberings without a definition', () => {
    const numbering =
      abstract(0, '<w:numStyleLink w:val="L"/>') + num(1, 0) + num(2, 5) + num(3, 0, '<w:lvlOverride/>');
    const styles = style('L', `<w:pPr>${numPr(1)}</w:pPr>`, undefined, 'numbering');
    expect(Object.keys(sheetOf({ styles, numbering }).sheet.numberings)).toEqual(['1', '3']);
  });

  test('formats of Word 2010 and picture bullets', () => {
    const custom = (format: string, fallback: string) => `<mc:AlternateContent>
      <mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="${format}"/></mc:Choice>
      <mc:Fallback><w:numFmt w:val="${fallback}"/></mc:Fallback></mc:AlternateContent>`;
    const numbering =
      abstract(
        0,
        level(0, custom('001, 002, 003, ...', 'decimal')) +
          level(1, custom('α, β, γ, ...', 'lowerLetter')) +
          level(2, '<w:numFmt w:val="bullet"/><w:lvlText w:val="x"/><w:lvlPicBulletId w:val="0"/>') +
          level(77, '') +
          level(0, '<w:numFmt w:val="hex"/>'),
      ) + num(1, 0);
    const levels = sheetOf({ numbering }).sheet.numberings['1']?.levels ?? [];
    expect(levels.map(({ format, text }) => `${format} ${text}`).slice(0, 4)).toEqual([
      '001 ',
      'lowerLetter ',
      'bullet •',
      'none ',
    ]);
  });
});

describe('looks of labels', () => {
  const numbering =
    abstract(0, level(0, '<w:rPr><w:color w:val="FF0000"/><w:i/></w:rPr>') + level(1, '')) + num(1, 0);
  const sheet = sheetOf({ numbering, styles: style('P', '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr>') });
  const label = (list: string) => sheet.paragraph(pPr(`<w:pStyle w:val="P"/>${list}`)).format.label;

  test('are those of the mark, changed by the level, as differences from the text', () => {
    expect(
      label(`${numPr(1, 0)}<w:rPr><w:sz w:val="24"/><w:b w:val="0"/><w:color w:val="00FF00"/></w:rPr>`),
    ).toEqual({
      color: 'FF0000',
      italic: true,
      size: 12,
    });
    expect(label(numPr(1, 1))).toEqual({ bold: true });
  });

  test('are missing without a numbering', () => {
    expect(label('')).toBe(undefined);
  });
});
