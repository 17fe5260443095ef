import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from '@tiptap/pm/model';
import { Transform } from '@tiptap/pm/transform';
import { describe, expect, test } from 'vitest';
import type { PageFormat } from '../../../src-main/contract/document-formats.ts';
import { openPackage } from '../../../src-main/documents/package/opc.ts';
import { parseXml } from '../../../src-main/documents/package/xml.ts';
import { layOutOfficially } from '../../../src-main/documents/schema/official-layout.ts';
import { bodyOf, docxOf, namespaces, open, partOf, save } from '../../support/docx.ts';
import { convert, withoutPages, wordsOf } from '../../support/office.ts';
import { skippedFor } from '../../support/skipped.ts';
import { tempDir } from '../../support/temp.ts';

const para = (text: string, properties = '') =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;
const section = (inner = '') =>
  `<w:sectPr>${inner}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>`;
const reference = (kind: 'header' | 'footer', id: string, type = 'default') =>
  `<w:${kind}Reference w:type="${type}" r:id="${id}"/>`;
const relation = (id: string, kind: 'header' | 'footer', target: string) =>
  `<Relationship Id="${id}" Type="${namespaces.r}/${kind}" Target="${target}"/>`;
const foot = (inner: string, root = 'ftr') =>
  `<w:${root} xmlns:w="${namespaces.w}"><w:p>${inner}</w:p></w:${root}>`;
const field = (instruction: string) => `<w:fldSimple w:instr=" ${instruction} "/>`;
const styles =
  '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/></w:rPr></w:rPrDefault></w:docDefaults>' +
  '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="360" w:lineRule="auto"/><w:ind w:firstLineChars="200" w:firstLine="420"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>';

/** A file whose one section has these parts at the edges of its pages. */
function filed(
  parts: Readonly<Record<string, string>>,
  refs: string,
  { settings, title = '' }: { settings?: string; title?: string } = {},
): Uint8Array {
  const relations = Object.keys(parts).map((name) =>
    relation(name, name.startsWith('h') ? 'header' : 'footer', `${name}.xml`),
  );
  return docxOf(para('好。') + section(refs).replace('</w:sectPr>', `${title}</w:sectPr>`), {
    relations: relations.join(''),
    more: Object.fromEntries(Object.entries(parts).map(([name, xml]) => [`word/${name}.xml`, xml])),
    ...(settings === undefined ? {} : { settings }),
  });
}

const footOf = (bytes: Uint8Array) => (open(bytes).attrs.page as PageFormat).foot;

function laidOut(doc: Node): Node {
  const tr = new Transform(doc);
  layOutOfficially(tr);
  return tr.doc;
}
const layOut = (bytes: Uint8Array) => save(bytes, laidOut(open(bytes)));
const withFoot = (doc: Node, value: PageFormat['foot']) =>
  doc.type.create({ ...doc.attrs, page: { ...doc.attrs.page, foot: value } }, doc.content);

describe('what stands at the foot of a file’s pages', () => {
  test.each([
    ['nothing', '', undefined],
    ['an empty footer', '<w:r><w:t xml:space="preserve"> </w:t></w:r>', undefined],
    ['text', '<w:r><w:t>某公司</w:t></w:r>', 'text'],
    ['a number', field('PAGE'), 'numbers'],
    ['a number with a format', field('PAGE \\* MERGEFORMAT'), 'numbers'],
    ['the number of pages alone', field('NUMPAGES'), 'text'],
    [
      'a number in pieces',
      '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PA</w:instrText><w:instrText>GE </w:instrText><w:fldChar w:fldCharType="end"/></w:r>',
      'numbers',
    ],
  ] as const)('%s', (_name, inner, expected) => {
    expect(footOf(filed({ f1: foot(inner) }, reference('footer', 'f1')))).toBe(expected);
  });

  test('numbers in the header count, its text does not', () => {
    const header = (inner: string) => footOf(filed({ h1: foot(inner, 'hdr') }, reference('header', 'h1')));
    expect(header(field('PAGE'))).toBe('numbers');
    expect(header('<w:r><w:t>机密</w:t></w:r>')).toBe(undefined);
  });

  test('parts that no page shows say nothing', () => {
    const numbered = { f1: foot(field('PAGE')) };
    expect(footOf(filed(numbered, reference('footer', 'f1', 'even')))).toBe(undefined);
    const settings = '<w:evenAndOddHeaders/>';
    expect(footOf(filed(numbered, reference('footer', 'f1', 'even'), { settings }))).toBe('numbers');
    expect(footOf(filed(numbered, reference('footer', 'f1', 'first')))).toBe(undefined);
    expect(footOf(filed(numbered, reference('footer', 'f1', 'first'), { title: '<w:titlePg/>' }))).toBe(
      'numbers',
    );
  });

  test('damage there keeps nobody from reading, and gets nothing beside it', () => {
    const damaged = filed({ f1: '<w:ftr' }, reference('footer', 'f1'));
    expect(footOf(damaged)).toBe('text');
    expect(footOf(docxOf(para('好。') + section(reference('footer', 'gone'))))).toBe(undefined);
  });
});

describe('laying out', () => {
  test('adds footers for odd and even pages, with every part that says so', () => {
    const source = docxOf(para('关于放假的通知') + para('好。') + section(), {
      styles,
      settings: '<w:zoom/><w:compat/>',
    });
    const saved = layOut(source);
    const files = openPackage(saved);
    for (const name of files.zip.names) parseXml(files.text(name));
    const body = bodyOf(saved);
    const [, odd = '', even = ''] =
      /<w:footerReference w:type="default" r:id="(\w+)"\/><w:footerReference w:type="even" r:id="(\w+)"\/><w:pgSz/.exec(
        body,
      ) ?? [];
    const relations = files.relationships(files.mainPart);
    const parts = [odd, even].map((id) => relations.get(id)?.target ?? '');
    expect(parts).toEqual(['word/footer1.xml', 'word/footer2.xml']);
    for (const part of parts) {
      expect(files.contentType(part)).toMatch(/\.footer\+xml$/);
      expect(files.text(part)).toContain('w:instr=" PAGE "');
      // Nothing of the file's own style for text is left in it.
      expect(files.text(part)).toMatch(/<w:ind [^>]*w:firstLineChars="0"/);
      expect(files.text(part)).toContain('<w:b w:val="0"/>');
      expect(files.text(part)).toContain('<w:sz w:val="28"/>');
    }
    expect(files.text(parts[0] ?? '')).toMatch(/<w:ind [^>]*w:right="280".*<w:jc w:val="right"\/>/);
    expect(files.text(parts[1] ?? '')).toMatch(/<w:ind [^>]*w:left="280".*<w:jc w:val="left"\/>/);
    expect(partOf(saved, 'word/settings.xml')).toContain('<w:zoom/><w:evenAndOddHeaders/><w:compat/>');
    expect(footOf(saved)).toBe('numbers');
    expect(save(saved, laidOut(open(saved)))).toEqual(saved);
  });

  test('makes settings for a file without any, and a section for one without', () => {
    const saved = layOut(docxOf(para('好。')));
    expect(partOf(saved, 'word/settings.xml')).toContain('<w:evenAndOddHeaders/>');
    const files = openPackage(saved);
    expect(files.related(files.mainPart, 'settings')).toBe('word/settings.xml');
    expect(footOf(saved)).toBe('numbers');
    const alone = docxOf(para('好。'));
    expect(bodyOf(save(alone, withFoot(open(alone), 'official')))).toMatch(/<w:sectPr><w:footerReference/);
  });

  test('keeps the numbers, and the text, that a file has at its foot', () => {
    for (const inner of [field('PAGE'), '<w:r><w:t>某公司</w:t></w:r>']) {
      const source = filed({ f1: foot(inner) }, reference('footer', 'f1'));
      const saved = layOut(source);
      expect(openPackage(saved).zip.names).toEqual(openPackage(source).zip.names);
      expect(bodyOf(saved)).toContain(reference('footer', 'f1'));
      expect(footOf(saved)).toBe(footOf(source));
    }
  });

  test('numbers the pages of all sections; headers stand on even pages as before', () => {
    const parts = {
      h1: foot('<w:r><w:t>甲</w:t></w:r>', 'hdr'),
      h2: foot('<w:r><w:t>乙</w:t></w:r>', 'hdr'),
      f1: foot(''),
      f2: foot('<w:r><w:t>封面</w:t></w:r>'),
    };
    const first = section(
      reference('header', 'h1') + reference('header', 'h2', 'even') + reference('footer', 'f1'),
    );
    const second = section(reference('footer', 'f2', 'first')).replace(
      '</w:sectPr>',
      '<w:titlePg/></w:sectPr>',
    );
    const source = docxOf(para('一', first) + para('二') + second, {
      relations: Object.keys(parts)
        .map((name) => relation(name, name.startsWith('h') ? 'header' : 'footer', `${name}.xml`))
        .join(''),
      more: Object.fromEntries(Object.entries(parts).map(([name, xml]) => [`word/${name}.xml`, xml])),
    });
    const sections = [...bodyOf(layOut(source)).matchAll(/<w:sectPr>.*?<\/w:sectPr>/gs)].map(([xml]) =>
      [...xml.matchAll(/<w:(header|footer)Reference w:type="(\w+)" r:id="(\w+)"\/>/g)].map((one) =>
        one.slice(1).join(' '),
      ),
    );
    const numbers = ['footer default rId2', 'footer even rId3'];
    expect(sections).toEqual([
      ['header default h1', 'header even h1', ...numbers],
      ['footer first f2', ...numbers],
    ]);
  });
});

test.skipIf(withoutPages !== null)(
  skippedFor('on paper, odd pages have their number on the right and even ones on the left', withoutPages),
  () => {
    const dir = tempDir();
    const lines = Array.from({ length: 70 }, (_, i) => para(`这是第${i + 1}段。`));
    const header = {
      relations: relation('h1', 'header', 'h1.xml'),
      more: { 'word/h1.xml': foot('<w:r><w:t>页眉</w:t></w:r>', 'hdr') },
    };
    const source = docxOf(lines.join('') + section(reference('header', 'h1')), { styles, ...header });
    writeFileSync(join(dir, 'a.docx'), layOut(source));
    convert(dir, ['a.docx'], 'pdf');
    const words = wordsOf(join(dir, 'a.pdf'));
    const dashes = words.filter(({ text }) => text === '—');
    expect(dashes.map(({ page }) => page)).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    const edge = { left: 79.4 + 14, right: 595.3 - 73.7 - 14 };
    for (const page of [1, 2, 3, 4]) {
      const [before, after] = dashes.filter((one) => one.page === page);
      const number = words.find((one) => one.page === page && one.text === String(page) && one.top > 700);
      expect(number?.left).toBeGreaterThan(before?.left ?? 0);
      expect(number?.left).toBeLessThan(after?.left ?? 0);
      if (page % 2 === 1) expect(Math.abs((after?.right ?? 0) - edge.right)).toBeLessThan(2);
      else expect(Math.abs((before?.left ?? 0) - edge.left)).toBeLessThan(2);
      // 7 mm below the text block.
      const middle = ((before?.top ?? 0) + (before?.bottom ?? 0)) / 2;
      expect(Math.abs(middle - (841.9 - 99.2 + 19.8))).toBeLessThan(8);
    }
    expect(words.filter(({ text }) => text === '页眉').map(({ page }) => page)).toEqual([1, 2, 3, 4]);
  },
  240_000,
);
