import { describe, expect, test } from 'vitest';
import { pPr, rPr, sheetOf, style, word } from './sheet-parts.ts';

/** The format of a paragraph in a style, without its fonts. */
function formatOf(styles: string, direct: string, paragraphStyle = 'P') {
  const sheet = sheetOf({ styles });
  const { base: _, ...format } = sheet.paragraph(
    pPr(`<w:pStyle w:val="${paragraphStyle}"/>${direct}`),
  ).format;
  return format;
}

const inStyle = (content: string) => style('P', `<w:pPr>${content}</w:pPr>`);

test('a paragraph without properties has no format', () => {
  expect(formatOf(inStyle(''), '')).toEqual({});
});

describe('indents', () => {
  test.each([
    [
      'in twips',
      '',
      '<w:ind w:left="420" w:right="210" w:firstLine="480"/>',
      { left: [21, 'pt'], right: [10.5, 'pt'], first: [24, 'pt'] },
    ],
    [
      'of the strict class',
      '',
      '<w:ind w:start="1cm" w:end="12pt"/>',
      { left: [28.346, 'pt'], right: [12, 'pt'] },
    ],
    [
      'in characters, which win',
      '',
      '<w:ind w:firstLineChars="200" w:firstLine="420"/>',
      { first: [2, 'char'] },
    ],
    [
      'no characters leave the twips',
      '',
      '<w:ind w:firstLineChars="0" w:firstLine="420"/>',
      { first: [21, 'pt'] },
    ],
    [
      'hanging wins over first line',
      '',
      '<w:ind w:firstLine="100" w:hanging="420"/>',
      { first: [-21, 'pt'] },
    ],
    [
      'hanging characters win over first-line ones',
      '',
      '<w:ind w:firstLineChars="100" w:hangingChars="200"/>',
      { first: [-2, 'char'] },
    ],
    [
      'characters of the style win over direct twips',
      '<w:ind w:firstLineChars="200"/>',
      '<w:ind w:firstLine="960"/>',
      { first: [2, 'char'] },
    ],
    [
      'a direct zero takes back characters and twips',
      '<w:ind w:firstLineChars="200" w:firstLine="420"/>',
      '<w:ind w:firstLineChars="0" w:firstLine="0"/>',
      {},
    ],
    [
      'a direct zero of characters leaves the twips of the style',
      '<w:ind w:firstLineChars="200" w:firstLine="420"/>',
      '<w:ind w:firstLineChars="0"/>',
      { first: [21, 'pt'] },
    ],
    [
      'a direct first line takes back a hanging one',
      '<w:ind w:left="840" w:hanging="420"/>',
      '<w:ind w:firstLine="210"/>',
      { left: [42, 'pt'], first: [10.5, 'pt'] },
    ],
    [
      'characters on the left are counted from a hanging first line',
      '',
      '<w:ind w:leftChars="100" w:left="420" w:hangingChars="100" w:hanging="210"/>',
      { left: [2, 'char'], first: [-1, 'char'] },
    ],
    [
      'twips tell where only the hanging indent has any',
      '',
      '<w:ind w:leftChars="100" w:left="630" w:hanging="420"/>',
      { left: [31.5, 'pt'], first: [-21, 'pt'] },
    ],
    ['damage', '', '<w:ind w:left="wide" w:right="9999999999" w:firstLine=""/>', { right: [1584, 'pt'] }],
  ])('%s', (_, styled, direct, expected) => {
    const indents = Object.fromEntries(
      Object.entries(expected).map(([name, [value, unit]]) => [name, { value, unit }]),
    );
    expect(formatOf(inStyle(styled), direct)).toEqual(indents);
  });

  test('characters are those of the first text', () => {
    const sheet = sheetOf({ styles: inStyle('<w:ind w:firstLineChars="200"/>') });
    const paragraph = word(
      `<w:p><w:pPr><w:pStyle w:val="P"/></w:pPr><w:r><w:rPr><w:sz w:val="99"/></w:rPr></w:r>
       <w:hyperlink><w:r><w:rPr><w:sz w:val="32"/></w:rPr><w:t>一</w:t></w:r></w:hyperlink></w:p>`,
    );
    const list = paragraph.children[0];
    if (typeof list === 'string' || list === undefined) throw new Error('no properties');
    expect(sheet.paragraph(list).format).toMatchObject({ charSize: 16, base: { size: 10 } });
    expect(sheet.paragraph(list)).toBe(sheet.paragraph(list));
    expect(sheet.paragraph(pPr('<w:pStyle w:val="P"/>')).format.charSize).toBe(undefined);
  });
});

describe('spacing', () => {
  test.each([
    ['<w:spacing w:line="360" w:lineRule="auto"/>', { line: { rule: 'multiple', value: 1.5 } }],
    ['<w:spacing w:line="360"/>', { line: { rule: 'multiple', value: 1.5 } }],
    ['<w:spacing w:line="560" w:lineRule="exact"/>', { line: { rule: 'exact', value: 28 } }],
    ['<w:spacing w:line="560" w:lineRule="atLeast"/>', { line: { rule: 'atLeast', value: 28 } }],
    ['<w:spacing w:line="240" w:lineRule="auto"/>', {}],
    ['<w:spacing w:line="0" w:lineRule="auto"/>', {}],
    [
      '<w:spacing w:before="120" w:after="60"/>',
      { before: { value: 6, unit: 'pt' }, after: { value: 3, unit: 'pt' } },
    ],
    ['<w:spacing w:beforeLines="50" w:before="156"/>', { before: { value: 0.5, unit: 'char' } }],
    [
      '<w:spacing w:beforeLines="50" w:beforeAutospacing="1" w:before="0"/>',
      { before: { value: 14, unit: 'pt' } },
    ],
    [
      '<w:spacing w:after="60"/><w:contextualSpacing/>',
      { after: { value: 3, unit: 'pt' }, contextual: true },
    ],
  ])('%s', (direct, expected) => {
    expect(formatOf(inStyle(''), direct)).toEqual(expected);
  });

  test('a line without a rule is a multiple, whatever the rule of the style is', () => {
    const exact = inStyle('<w:spacing w:before="100" w:line="560" w:lineRule="exact"/>');
    expect(formatOf(exact, '<w:spacing w:line="480"/>')).toEqual({
      before: { value: 5, unit: 'pt' },
      line: { rule: 'multiple', value: 2 },
    });
  });
});

test.each([
  ['both', 'justify'],
  ['distribute', 'distribute'],
  ['end', 'right'],
  ['center', 'center'],
  ['start', undefined],
  ['constructor', undefined],
])('w:jc %s is %s', (name, expected) => {
  expect(formatOf(inStyle(''), `<w:jc w:val="${name}"/>`).align).toBe(expected);
});

test('left of a paragraph that runs from the right is right', () => {
  expect(formatOf(inStyle('<w:bidi/>'), '<w:ind w:left="200"/>')).toEqual({
    align: 'right',
    right: { value: 10, unit: 'pt' },
    rightToLeft: true,
  });
});

test('tab stops of all levels, without those that are cleared', () => {
  const styled = inStyle(
    '<w:tabs><w:tab w:val="left" w:pos="400"/><w:tab w:val="left" w:pos="800"/></w:tabs>',
  );
  const direct = `<w:tabs><w:tab w:val="clear" w:pos="400"/><w:tab w:val="right" w:leader="middleDot" w:pos="8000"/>
    <w:tab w:val="num" w:pos="200"/><w:tab w:val="odd" w:pos="300"/><w:tab w:val="left"/></w:tabs>`;
  expect(formatOf(styled, direct).tabs).toEqual([
    { at: 10, kind: 'left', leader: 'none' },
    { at: 40, kind: 'left', leader: 'none' },
    { at: 400, kind: 'right', leader: 'middleDot' },
  ]);
});

test('borders by side; a side that is off takes back the border of the style', () => {
  const styled = inStyle(
    `<w:pBdr><w:top w:val="single" w:sz="8" w:space="1" w:color="FF0000"/><w:bottom w:val="double" w:sz="4"/></w:pBdr>`,
  );
  expect(
    formatOf(styled, '<w:pBdr><w:bottom w:val="nil"/><w:between w:val="dotted" w:color="auto"/></w:pBdr>'),
  ).toEqual({
    borders: {
      top: { kind: 'single', width: 1, color: 'FF0000', space: 1 },
      insideH: { kind: 'dotted', width: 0.5, color: null, space: 0 },
    },
  });
});

test('shading and switches', () => {
  const styled = inStyle('<w:shd w:val="clear" w:fill="D9D9D9"/><w:keepNext/><w:pageBreakBefore/>');
  expect(formatOf(styled, '<w:keepNext w:val="0"/><w:snapToGrid w:val="off"/>')).toEqual({
    shading: 'D9D9D9',
    pageBreakBefore: true,
    offGrid: true,
  });
});

describe('outline levels', () => {
  const sheet = sheetOf({
    styles: [
      style('H2', '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
      style('Mine', '', 'H2'),
      '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="heading 3"/></w:style>',
    ].join(''),
  });
  test.each([
    ['<w:pStyle w:val="H2"/>', 2],
    ['<w:pStyle w:val="Mine"/>', 2],
    ['<w:pStyle w:val="3"/>', 3],
    ['<w:pStyle w:val="H2"/><w:outlineLvl w:val="9"/>', null],
    ['<w:outlineLvl w:val="0"/>', 1],
    ['<w:outlineLvl w:val="12"/>', null],
    ['', null],
  ])('%s', (list, expected) => {
    expect(sheet.paragraph(pPr(list)).outline).toBe(expected);
  });
});

describe('styles', () => {
  const normal = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>';

  test('a paragraph that names no style, or one that there is not, has the default one', () => {
    const sheet = sheetOf({ styles: `${normal}<w:pPr><w:jc w:val="center"/></w:pPr></w:style>` });
    for (const list of [undefined, pPr(''), pPr('<w:pStyle w:val="lost"/>')]) {
      const paragraph = sheet.paragraph(list);
      expect(paragraph.style).toBe(null);
      expect(paragraph.format.align).toBe('center');
    }
    expect(sheet.paragraph(pPr('<w:pStyle w:val="a"/>')).style).toBe('a');
    expect(sheet.sheet.normal).toBe('a');
  });

  test('a style is based on one of its own kind only', () => {
    const styles = style('C', '<w:rPr><w:b/></w:rPr>', undefined, 'character') + style('P', '', 'C');
    expect(sheetOf({ styles }).paragraph(pPr('<w:pStyle w:val="P"/>')).format.base?.bold).toBe(undefined);
  });

  test('the list of styles shows those that a writer chooses', () => {
    const { sheet } = sheetOf({
      styles: `${normal}<w:next w:val="b"/></w:style>
        <w:style w:type="paragraph" w:customStyle="1" w:styleId="b"><w:name w:val="公文正文"/><w:basedOn w:val="a"/>
          <w:next w:val="lost"/><w:pPr><w:ind w:firstLineChars="200"/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr></w:style>
        <w:style w:type="paragraph" w:styleId="c"><w:name w:val="toc 1"/><w:semiHidden/><w:qFormat/></w:style>
        <w:style w:type="character" w:styleId="d"><w:name w:val="Strong"/><w:qFormat/></w:style>`,
    });
    expect(sheet.styles.map(({ id, listed }) => [id, listed])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ]);
    expect(sheet.styles[0]?.next).toBe('b');
    expect(sheet.styles[1]).toMatchObject({
      name: '公文正文',
      next: 'b',
      outline: null,
      numbering: null,
      format: { first: { value: 2, unit: 'char' }, base: { size: 16 } },
    });
  });

  test('a chain that is closed, or thousands long, ends', () => {
    const long = Array.from({ length: 20_000 }, (_, i) =>
      style(`s${i}`, '<w:rPr><w:i/></w:rPr>', `s${i + 1}`),
    );
    const styles = `${style('x', '<w:rPr><w:b/></w:rPr>', 'y')}${style('y', '', 'x')}${long.join('')}${style('s20000', '<w:rPr><w:sz w:val="40"/></w:rPr>')}`;
    const sheet = sheetOf({ styles });
    expect(sheet.paragraph(pPr('<w:pStyle w:val="x"/>')).format.base?.bold).toBe(true);
    expect(sheet.paragraph(pPr('<w:pStyle w:val="s0"/>')).format.base).toMatchObject({
      size: 20,
      italic: true,
    });
  });
});

test('an empty paragraph takes the look of its mark', () => {
  const sheet = sheetOf({});
  const paragraph = sheet.paragraph(pPr('<w:rPr><w:sz w:val="32"/></w:rPr>'));
  expect(paragraph.format.base?.size).toBe(10);
  expect(sheet.run(rPr('<w:sz w:val="32"/>'), paragraph).size).toBe(16);
});
