import type { JSONContent } from '@tiptap/core';
import { expect, test } from 'vitest';
import type { Running, Sheet } from '../../../src-main/contract/document-formats.ts';
import { openDocx } from '../../../src-main/documents/docx/docx.ts';
import { layoutDocx } from '../../../src-main/documents/layouts/layouts.ts';
import { openPackage } from '../../../src-main/documents/package/opc.ts';
import { blocksOn, printedNumber } from '../../../src-main/documents/schema/running.ts';
import { docxOf, namespaces, open, save } from '../../support/docx.ts';

/** What runs along above and below the text of pages, and where sections end with their page. */

const declared = Object.entries(namespaces)
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  .join(' ');
const part = (root: 'hdr' | 'ftr', inner: string) => `<w:${root} ${declared}>${inner}</w:${root}>`;
const text = (words: string) => `<w:r><w:t xml:space="preserve">${words}</w:t></w:r>`;
const paragraph = (inner: string, pPr = '') => `<w:p><w:pPr>${pPr}</w:pPr>${inner}</w:p>`;
const relation = (id: string, target: string, kind = 'header') =>
  `<Relationship Id="${id}" Type="${namespaces.r}/${kind}" Target="${target}"/>`;
const header = (id: string, type = 'default') => `<w:headerReference w:type="${type}" r:id="${id}"/>`;
const footer = (id: string, type = 'default') => `<w:footerReference w:type="${type}" r:id="${id}"/>`;
const section = (inner: string) => `<w:sectPr>${inner}</w:sectPr>`;

interface Files {
  readonly body: string;
  /** Parts by their names in `word/`. */
  readonly parts?: Readonly<Record<string, string>>;
  readonly relations?: string;
  readonly settings?: string;
}

const fileOf = ({ body, parts = {}, relations = '', settings = '' }: Files): Uint8Array =>
  docxOf(body, {
    relations,
    settings,
    more: Object.fromEntries(Object.entries(parts).map(([name, xml]) => [`word/${name}`, xml])),
  });

const sheetOf = (files: Files): Sheet => openDocx(openPackage(fileOf(files)), 'k').sheet;

const plain = (block: JSONContent): string =>
  block.type === 'atom'
    ? `[${block.attrs?.kind}]`
    : (block.text ?? (block.content ?? []).map(plain).join(''));
const textOn = (running: Running | undefined, page: number, sectionPage = 1): string =>
  running ? blocksOn(running, { page, sectionPage }).map(plain).join('|') : '';

const field = (code: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${text('9')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;

test('the first section’s headers and the last section’s footers, with their looks and page numbers', () => {
  const rule = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>';
  const sheet = sheetOf({
    body:
      paragraph(text('甲'), section(header('rA'))) +
      paragraph(text('乙')) +
      section(header('rB') + footer('rC')),
    relations: relation('rA', 'a.xml') + relation('rB', 'b.xml') + relation('rC', 'c.xml', 'footer'),
    parts: {
      'a.xml': part('hdr', paragraph(text('某某公司'), `${rule}<w:jc w:val="right"/>`)),
      'b.xml': part('hdr', paragraph(text('附录'))),
      'c.xml': part(
        'ftr',
        paragraph(
          `${text('第')}${field('PAGE')}${text('页，本节')}${field('SECTIONPAGES')}${text('页，共')}<w:fldSimple w:instr=" NUMPAGES \\* MERGEFORMAT ">${text('7')}</w:fldSimple>${text('页，')}${field('DATE')}`,
        ),
      ),
    },
  });
  expect(textOn(sheet.header, 1)).toBe('某某公司');
  expect(blocksOn(sheet.header as Running, { page: 1, sectionPage: 1 })[0]?.attrs?.format).toMatchObject({
    align: 'right',
    borders: { bottom: { kind: 'single', width: 0.75 } },
  });
  expect(textOn(sheet.footer, 3)).toBe(
    '第[pageNumber]页，本节[sectionPageCount]页，共[pageCount]页，[field]',
  );
});

test('pages of a section’s first and even kind have their own; a section takes what it lacks from the one before', () => {
  const sheet = sheetOf({
    body:
      paragraph(text('甲'), section(footer('r1') + footer('r2', 'even'))) +
      paragraph(text('乙')) +
      section(`${footer('r3', 'first')}<w:pgNumType w:fmt="numberInDash" w:start="4"/><w:titlePg/>`),
    settings: '<w:evenAndOddHeaders/>',
    relations: ['r1', 'r2', 'r3'].map((id) => relation(id, `${id}.xml`, 'footer')).join(''),
    parts: {
      'r1.xml': part('ftr', paragraph(text('单页'))),
      'r2.xml': part('ftr', paragraph(text('双页'))),
      'r3.xml': part('ftr', paragraph(text('首页'))),
    },
  });
  expect(textOn(sheet.footer, 3, 3)).toBe('首页');
  // The fourth page bears the number 5.
  expect(textOn(sheet.footer, 4, 3)).toBe('单页');
  expect(textOn(sheet.footer, 5, 3)).toBe('双页');
  expect(printedNumber(sheet.footer as Running, { page: 5, sectionPage: 3 })).toBe('- 6 -');
  expect(sheet.header).toBeUndefined();
});

test('a first page without one of its own is bare', () => {
  const sheet = sheetOf({
    body: paragraph(text('甲')) + section(`${header('r1')}<w:titlePg/>`),
    relations: relation('r1', 'r1.xml'),
    parts: { 'r1.xml': part('hdr', paragraph(text('页眉'))) },
  });
  expect([textOn(sheet.header, 1), textOn(sheet.header, 2)]).toEqual(['', '页眉']);
});

test('a page number in a text box that floats on the line stands where the box does', () => {
  const box = `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV><wp:extent cx="1828800" cy="1828800"/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>${paragraph(field('PAGE'))}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>`;
  const footerOf = (inner: string) =>
    sheetOf({
      body: paragraph(text('甲')) + section(footer('r1')),
      relations: relation('r1', 'r1.xml', 'footer'),
      parts: { 'r1.xml': part('ftr', paragraph(inner)) },
    }).footer as Running;
  const alone = footerOf(box);
  expect(textOn(alone, 1)).toBe('[pageNumber]');
  expect(alone.blocks.default?.[0]?.attrs?.format).toMatchObject({ align: 'center' });
  expect(textOn(footerOf(text('内部资料') + box), 1)).toBe('内部资料|[pageNumber]');
});

test('a picture that floats takes no room, and a watermark is left out', () => {
  const anchor = (inner: string) =>
    `<w:r><w:drawing><wp:anchor><wp:positionH relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:positionH><wp:extent cx="9525000" cy="9525000"/>${inner}</wp:anchor></w:drawing></w:r>`;
  const picture = (id: string) =>
    `<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="${id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>`;
  const watermark =
    '<w:r><w:pict><v:shape style="position:absolute;width:400pt;height:80pt"><v:textpath string="草稿"/></v:shape></w:pict></w:r>';
  const inline = `<w:r><w:drawing><wp:inline>${picture('i2')}</wp:inline></w:drawing></w:r>`;
  const sheet = sheetOf({
    body: paragraph(text('甲')) + section(header('r1')),
    relations: relation('r1', 'r1.xml'),
    parts: {
      'r1.xml': part('hdr', paragraph(anchor(picture('i1')) + watermark + text('某某公司') + inline)),
      '_rels/r1.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relation('i1', 'media/a.png', 'image')}${relation('i2', 'media/b.png', 'image')}</Relationships>`,
    },
  });
  expect(textOn(sheet.header, 1)).toBe('[floatingPicture]某某公司[picture]');
  const [block] = blocksOn(sheet.header as Running, { page: 1, sectionPage: 1 });
  expect(block?.content?.map(({ attrs }) => attrs?.part)).toEqual([
    'word/media/a.png',
    undefined,
    'word/media/b.png',
  ]);
});

test('sections that begin a page are told from those that go on', () => {
  const ends = (type: string) =>
    sheetOf({
      body: paragraph(text('甲'), section('')) + paragraph(text('乙')) + section(type),
    }).pageEnds;
  expect(ends('')).toHaveLength(1);
  expect(ends('<w:type w:val="oddPage"/>')).toHaveLength(1);
  expect(ends('<w:type w:val="continuous"/>')).toBeUndefined();
  const file = fileOf({ body: paragraph(text('甲'), section('')) + paragraph(text('乙')) + section('') });
  const { doc, sheet } = openDocx(openPackage(file), 'k');
  expect(sheet.pageEnds).toEqual([doc.content?.[0]?.attrs?.src]);
});

test.each([
  ['no part', {}],
  ['a part that is none', { 'r1.xml': '<w:hdr' }],
  ['a deep part', { 'r1.xml': `${'<w:p>'.repeat(5000)}` }],
  ['a part of another kind', { 'r1.xml': '<x/>' }],
])('%s keeps no file from being opened and written back', (_name, parts) => {
  const file = fileOf({
    body: paragraph(text('甲')) + section(header('r1') + header('missing', 'first') + footer('r2')),
    relations:
      relation('r1', 'r1.xml') +
      `<Relationship Id="r2" Type="${namespaces.r}/footer" Target="http://example.invalid/" TargetMode="External"/>`,
    parts,
  });
  const { sheet } = openDocx(openPackage(file), 'k');
  expect(textOn(sheet.header, 1)).toBe('');
  expect(sheet.footer).toBeUndefined();
  expect(save(file, open(file))).toEqual(file);
});

test('official documents bear their page numbers between dashes', () => {
  const { sheet } = openDocx(openPackage(layoutDocx({ layout: 'notice', year: 2026 })), 'k');
  expect(sheet.footer && blocksOn(sheet.footer, { page: 1, sectionPage: 1 }).map(plain)).toEqual([
    '— [pageNumber] —',
  ]);
});
