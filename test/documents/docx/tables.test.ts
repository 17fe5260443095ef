import { describe, expect, test } from 'vitest';
import type { Border, Borders } from '../../../src-main/contract/document-formats.ts';
import { type PartContents, pPr, sheetOf, style, word } from './sheet-parts.ts';

const tableOf = (xml: string, parts: PartContents = {}) =>
  sheetOf(parts).table(word(`<w:tbl>${xml}</w:tbl>`));
const cell = (properties = '', content = '<w:p/>') => `<w:tc><w:tcPr>${properties}</w:tcPr>${content}</w:tc>`;
const row = (cells: string, properties = '') => `<w:tr>${properties}${cells}</w:tr>`;
const grid = (...widths: number[]) =>
  `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>`;

const line = (name: string, kind = 'single', size = 4) =>
  `<w:${name} w:val="${kind}" w:sz="${size}" w:color="auto"/>`;
const lines = (names: string, kind = 'single', size = 4) =>
  names
    .split(' ')
    .map((name) => line(name, kind, size))
    .join('');

/** Widths of the four borders: `top right bottom left`, a dot for none. */
const shown = (borders: Borders | undefined) =>
  [borders?.top, borders?.right, borders?.bottom, borders?.left]
    .map((border: Border | undefined) => (border ? border.width : '.'))
    .join(' ');

describe('a table', () => {
  const autumn = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>';

  test('has width, place, layout and columns', () => {
    const { format } = tableOf(
      `<w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>
       <w:tblCellMar><w:start w:w="0" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>${grid(1000, 2000)}`,
    );
    expect(format).toEqual({
      width: { value: 100, unit: '%' },
      align: 'center',
      fixed: true,
      columns: [50, 100],
      margins: { top: 0, bottom: 2, left: 0, right: 5.4 },
      offGrid: true,
    });
  });

  test.each([
    ['<w:tblW w:w="6000" w:type="dxa"/>', { value: 300, unit: 'pt' }],
    ['<w:tblW w:w="50%" w:type="pct"/>', { value: 50, unit: '%' }],
    ['<w:tblW w:w="0" w:type="auto"/>', undefined],
    ['', undefined],
  ])('has a width: %s', (width, expected) => {
    expect(tableOf(`<w:tblPr>${width}</w:tblPr>`).format.width).toEqual(expected);
  });

  test('stands with its text at the margin, from Word 2013 on with its edge', () => {
    const at = (settings: string, indent = '<w:tblInd w:w="200" w:type="dxa"/>') =>
      tableOf(`<w:tblPr>${indent}</w:tblPr>`, { settings }).format.indent;
    expect([at(''), at('', ''), at(autumn), at(autumn, '')]).toEqual([4.6, -5.4, 10, undefined]);
  });

  test('is on the text grid where the settings say so', () => {
    const { format } = tableOf('', { settings: '<w:compat><w:adjustLineHeightInTable/></w:compat>' });
    expect(format.offGrid).toBe(undefined);
  });

  test('has the widths of its cells where the grid means nothing', () => {
    const wide = row(cell('<w:tcW w:w="4000" w:type="dxa"/>') + cell('<w:tcW w:w="2000" w:type="dxa"/>'));
    expect(tableOf(grid(100, 100) + wide).format.columns).toEqual([200, 100]);
    expect(tableOf(wide).format.columns).toEqual([200, 100]);
    expect(tableOf(grid(3900, 2100) + wide).format.columns).toEqual([195, 105]);
  });
});

test('rows and cells stand behind wrappers', () => {
  const table = tableOf(
    `${row(cell())}<w:sdt><w:sdtPr/><w:sdtContent>${row(cell())}</w:sdtContent></w:sdt><w:unknown>${row(cell())}</w:unknown>
     <w:customXml><w:ins>${row(`<w:sdt><w:sdtContent>${cell()}</w:sdtContent></w:sdt>${cell()}`, '<w:trPr><w:ins/></w:trPr>')}</w:ins></w:customXml>`,
  );
  expect(table.rows.map(({ cells, change }) => [cells.length, change])).toEqual([
    [1, null],
    [1, null],
    [2, 'inserted'],
  ]);
});

test('nested tables are content of a cell', () => {
  const table = tableOf(row(cell('', `<w:tbl>${row(cell() + cell())}</w:tbl><w:p/>`)));
  expect(table.rows.map(({ cells }) => cells.length)).toEqual([1]);
});

test('heights, heads and gaps of rows', () => {
  const [first, second] = tableOf(
    row(
      cell(),
      `<w:trPr><w:trHeight w:val="567" w:hRule="exact"/><w:tblHeader/><w:cantSplit/><w:gridBefore w:val="2"/><w:gridAfter w:val="1"/></w:trPr>`,
    ) + row(cell(), '<w:trPr><w:trHeight w:val="400"/></w:trPr>'),
  ).rows;
  expect(first?.format).toEqual({ height: 28.35, rule: 'exact', header: true, cantSplit: true });
  expect([first?.before, first?.after, first?.cells[0]?.column]).toEqual([2, 1, 2]);
  expect(second?.format).toEqual({ height: 20, rule: 'atLeast' });
});

describe('merged cells', () => {
  const merge = (kind?: string) => `<w:vMerge${kind ? ` w:val="${kind}"` : ''}/>`;

  test('stand in the grid', () => {
    const { rows } = tableOf(
      row(cell('<w:gridSpan w:val="2"/>') + cell(merge('restart'))) +
        row(cell() + cell() + cell(merge())) +
        row(cell() + cell() + cell(merge('continue'))) +
        row(cell() + cell() + cell()),
    );
    expect(
      rows.map(({ cells }) =>
        cells.map(({ column, span, merge, rowSpan }) => [column, span, merge, rowSpan]),
      ),
    ).toEqual([
      [
        [0, 2, null, 1],
        [2, 1, 'restart', 3],
      ],
      [
        [0, 1, null, 1],
        [1, 1, null, 1],
        [2, 1, 'continue', 1],
      ],
      [
        [0, 1, null, 1],
        [1, 1, null, 1],
        [2, 1, 'continue', 1],
      ],
      [
        [0, 1, null, 1],
        [1, 1, null, 1],
        [2, 1, null, 1],
      ],
    ]);
  });

  test('have the lower border of their last row', () => {
    const borders = (side: string) => `<w:tcBorders>${line(side)}</w:tcBorders>`;
    const { rows } = tableOf(
      row(cell(merge('restart') + borders('top'))) + row(cell(merge() + borders('bottom'))),
    );
    expect(shown(rows[0]?.cells[0]?.format.borders)).toBe('0.5 . 0.5 .');
  });

  test('that continue nothing are cells of their own', () => {
    const { rows } = tableOf(
      row(cell() + cell(merge('restart'))) +
        row(cell('<w:gridSpan w:val="2"/>')) +
        row(cell(merge()) + cell(merge())),
    );
    expect(rows.flatMap(({ cells }) => cells.map(({ rowSpan }) => rowSpan))).toEqual([1, 1, 1, 1, 1]);
  });

  test('span at most the columns that Word has', () => {
    const { rows } = tableOf(
      row(
        ['1000000000', '-5', '0', 'many', ''].map((span) => cell(`<w:gridSpan w:val="${span}"/>`)).join(''),
        '<w:trPr><w:gridBefore w:val="1000000000"/></w:trPr>',
      ),
    );
    expect(rows[0]?.cells.map(({ span }) => span)).toEqual([63, 1, 1, 1, 1]);
    expect(rows[0]?.cells[0]?.column).toBe(63);
  });
});

describe('borders of cells', () => {
  const all = 'top left bottom right insideH insideV';
  const square = (borders: string, cells = cell()) =>
    tableOf(`<w:tblPr>${borders}</w:tblPr>${row(cells + cell())}${row(cell() + cell())}`).rows.map(
      ({ cells: found }) => found.map(({ format }) => shown(format.borders)),
    );

  test('come from the table: outer ones at its edges, inner ones within', () => {
    expect(
      square(
        `<w:tblBorders>${lines('top left bottom right', 'single', 16)}${lines('insideH insideV')}</w:tblBorders>`,
      ),
    ).toEqual([
      ['2 0.5 0.5 2', '2 2 0.5 0.5'],
      ['0.5 0.5 2 2', '0.5 2 2 0.5'],
    ]);
  });

  test('of a cell win: nil for none, none for what the table has', () => {
    const own = (kind: string) =>
      `<w:tcBorders>${line('top', kind)}${line('right', 'double', 8)}</w:tcBorders>`;
    const table = `<w:tblBorders>${lines(all, 'single', 16)}</w:tblBorders>`;
    expect(square(table, cell(own('nil')))[0]?.[0]).toBe('. 1 2 2');
    expect(square(table, cell(own('none')))[0]?.[0]).toBe('2 1 2 2');
  });

  test('of a row win over those of the table', () => {
    const exception = `<w:tblPrEx><w:tblBorders>${line('top', 'single', 24)}${line('insideV', 'nil')}</w:tblBorders></w:tblPrEx>`;
    const { rows } = tableOf(
      `<w:tblPr><w:tblBorders>${lines(all)}</w:tblBorders></w:tblPr>${row(cell() + cell(), exception)}`,
    );
    expect(rows[0]?.cells.map(({ format }) => shown(format.borders))).toEqual(['3 . 0.5 0.5', '3 0.5 0.5 .']);
  });

  test('include diagonals', () => {
    const { rows } = tableOf(row(cell(`<w:tcBorders>${lines('tl2br tr2bl')}</w:tcBorders>`)));
    expect(Object.keys(rows[0]?.cells[0]?.format.borders ?? {})).toEqual(['down', 'up']);
  });
});

test('what a cell says of itself', () => {
  const { rows } = tableOf(
    row(
      cell(
        `<w:tcW w:w="1000" w:type="dxa"/><w:shd w:val="clear" w:fill="D9D9D9"/><w:vAlign w:val="center"/>
         <w:textDirection w:val="tbRl"/><w:noWrap/><w:tcMar><w:left w:w="0" w:type="dxa"/></w:tcMar>`,
      ) + cell('<w:textDirection w:val="lrTb"/><w:vAlign w:val="top"/><w:tcW w:w="2500" w:type="pct"/>'),
    ),
  );
  expect(rows[0]?.cells.map(({ format }) => format)).toEqual([
    {
      width: { value: 50, unit: 'pt' },
      shading: 'D9D9D9',
      vertical: 'center',
      direction: 'tbRl',
      noWrap: true,
      margins: { top: 0, bottom: 0, left: 0, right: 5.4 },
    },
    { width: { value: 50, unit: '%' } },
  ]);
});

describe('table styles', () => {
  const fill = (color: string) => `<w:tcPr><w:shd w:val="clear" w:fill="${color}"/></w:tcPr>`;
  const part = (type: string, content: string) => `<w:tblStylePr w:type="${type}">${content}</w:tblStylePr>`;
  /** Bands are off unless the flags say something else. */
  const look = (flags: string) => {
    const bands = ['noHBand', 'noVBand']
      .map((name) => (flags.includes(name) ? '' : `w:${name}="1"`))
      .join(' ');
    return `<w:tblPr><w:tblStyle w:val="T"/><w:tblLook ${bands} ${flags}/></w:tblPr>`;
  };
  const parts = (content: string): PartContents => ({ styles: style('T', content, undefined, 'table') });
  /** Fills of a table of three rows and columns, a dot for none. */
  const fills = (styles: PartContents, properties: string, rowProperties = '') =>
    tableOf(properties + row(cell() + cell() + cell(), rowProperties).repeat(3), styles).rows.map(
      ({ cells }) => cells.map(({ format }) => format.shading?.[0] ?? '.').join(''),
    );

  const every = parts(
    [
      fill('000000'),
      part('band1Horz', fill('111111')),
      part('band2Horz', fill('222222')),
      part('band1Vert', fill('333333')),
      part('firstCol', fill('444444')),
      part('lastCol', fill('555555')),
      part('firstRow', fill('666666')),
      part('lastRow', fill('777777')),
      part('nwCell', fill('888888')),
      part('seCell', fill('999999')),
    ].join(''),
  );

  test.each([
    ['nothing', look(''), ['000', '000', '000']],
    [
      'rows over columns, corners over both',
      look('w:firstRow="1" w:lastRow="1" w:firstColumn="1" w:lastColumn="1"'),
      ['866', '405', '779'],
    ],
    ['bands of rows behind the head', look('w:firstRow="1" w:noHBand="0"'), ['666', '111', '222']],
    ['bands of columns over those of rows', look('w:noHBand="0" w:noVBand="0"'), ['313', '323', '313']],
    [
      'the mask of older versions',
      '<w:tblPr><w:tblStyle w:val="T"/><w:tblLook w:val="0620"/></w:tblPr>',
      ['666', '000', '000'],
    ],
    ['both bands where nothing is said', '<w:tblPr><w:tblStyle w:val="T"/></w:tblPr>', ['313', '323', '313']],
  ])('format parts of a table: %s', (_, properties, expected) => {
    expect(fills(every, properties)).toEqual(expected);
  });

  test('bands may be several rows wide', () => {
    const wide = parts(
      `<w:tblPr><w:tblStyleRowBandSize w:val="2"/></w:tblPr>${part('band1Horz', fill('111111'))}${part('band2Horz', fill('222222'))}`,
    );
    expect(fills(wide, look('w:noHBand="0"'))).toEqual(['111', '111', '222']);
    const none = parts(
      `<w:tblPr><w:tblStyleRowBandSize w:val="0"/></w:tblPr>${part('band1Horz', fill('111111'))}`,
    );
    expect(fills(none, look('w:noHBand="0"'))).toEqual(['...', '...', '...']);
  });

  test('all rows of a head are the first row', () => {
    expect(fills(every, look('w:firstRow="1"'), '<w:trPr><w:tblHeader/></w:trPr>')).toEqual([
      '666',
      '666',
      '666',
    ]);
  });

  test('bands begin behind all rows of a head', () => {
    const head = row(cell(), '<w:trPr><w:tblHeader/></w:trPr>');
    const { rows } = tableOf(
      look('w:firstRow="1" w:noHBand="0"') + head + head + row(cell()).repeat(2),
      every,
    );
    expect(rows.map(({ cells }) => cells[0]?.format.shading?.[0])).toEqual(['6', '6', '1', '2']);
  });

  test('a fill of the table is behind all cells that have none and do not take it back', () => {
    const filled = '<w:tblPr><w:shd w:val="clear" w:fill="EEEEEE"/></w:tblPr>';
    const { rows } = tableOf(filled + row(cell() + cell('<w:shd w:val="clear" w:fill="auto"/>')));
    expect(rows[0]?.cells.map(({ format }) => format.shading)).toEqual(['EEEEEE', undefined]);
  });

  test('cells without a fill take back that of the style', () => {
    const { rows } = tableOf(
      `${look('')}${row(cell('<w:shd w:val="clear" w:fill="auto"/>') + cell())}`,
      every,
    );
    expect(rows[0]?.cells.map(({ format }) => format.shading)).toEqual([undefined, '000000']);
  });

  test('borders of a part win over those of the table itself, those of the whole style do not', () => {
    const styled = parts(
      `<w:tblPr><w:tblBorders>${lines('top bottom left right insideH insideV', 'single', 8)}</w:tblBorders></w:tblPr>
       ${part('firstRow', `<w:tcPr><w:tcBorders>${line('bottom', 'single', 24)}${line('insideV', 'nil')}</w:tcBorders></w:tcPr>`)}`,
    );
    const own = `<w:tblPr><w:tblStyle w:val="T"/><w:tblBorders>${line('top', 'nil')}</w:tblBorders><w:tblLook w:firstRow="1"/></w:tblPr>`;
    const { rows } = tableOf(own + row(cell() + cell()).repeat(2), styled);
    expect(rows.map(({ cells }) => cells.map(({ format }) => shown(format.borders)))).toEqual([
      ['. . 3 1', '. 1 3 .'],
      ['1 1 1 1', '1 1 1 1'],
    ]);
  });

  test('inherit, part by part', () => {
    const styles =
      style('Base', part('firstRow', `<w:rPr><w:b/></w:rPr>${fill('111111')}`), undefined, 'table') +
      style('T', part('firstRow', '<w:rPr><w:i/></w:rPr>'), 'Base', 'table');
    const sheet = sheetOf({ styles });
    const table = sheet.table(word(`<w:tbl>${look('w:firstRow="1"')}${row(cell())}</w:tbl>`));
    const found = table.rows[0]?.cells[0];
    expect(found?.format.shading).toBe('111111');
    expect(sheet.paragraph(undefined, found?.context).format.base).toMatchObject({
      bold: true,
      italic: true,
    });
  });

  test('say what paragraphs in a cell look like, below the paragraph style', () => {
    const styles =
      style(
        'T',
        `<w:pPr><w:jc w:val="center"/><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="18"/><w:color w:val="FF0000"/></w:rPr>`,
        undefined,
        'table',
      ) +
      style('P', '<w:rPr><w:sz w:val="32"/></w:rPr>') +
      '<w:docDefaults><w:pPrDefault><w:pPr><w:spacing w:after="200"/></w:pPr></w:pPrDefault></w:docDefaults>';
    const sheet = sheetOf({ styles });
    const table = sheet.table(word(`<w:tbl>${look('')}${row(cell() + cell())}</w:tbl>`));
    const [first, second] = table.rows[0]?.cells ?? [];
    expect(first?.context).toBe(second?.context);
    expect(sheet.paragraph(undefined, first?.context).format).toEqual({
      align: 'center',
      base: { ascii: 'Times New Roman', size: 9, color: 'FF0000' },
    });
    expect(sheet.paragraph(pPr('<w:pStyle w:val="P"/>'), first?.context).format.base).toMatchObject({
      size: 16,
      color: 'FF0000',
    });
    expect(sheet.paragraph(undefined).format).toMatchObject({ after: { value: 10, unit: 'pt' } });
  });

  test('the default one is that of tables that name none', () => {
    const styles = `<w:style w:type="table" w:default="1" w:styleId="n"><w:name w:val="Normal Table"/>
      <w:tblPr><w:tblCellMar><w:left w:w="200" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`;
    for (const named of ['', '<w:tblStyle w:val="lost"/>'])
      expect(tableOf(`<w:tblPr>${named}</w:tblPr>`, { styles }).format.margins?.left).toBe(10);
  });
});

test('a table of many cells takes time and space in proportion', () => {
  const wide = cell('<w:gridSpan w:val="63"/><w:vMerge/>', '').repeat(2000);
  const { rows, format } = tableOf(row(wide).repeat(3));
  expect(rows.map(({ cells }) => cells.length)).toEqual([2000, 2000, 2000]);
  expect(format.columns).toBe(undefined);
});
