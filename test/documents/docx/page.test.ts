import { expect, test } from 'vitest';
import { pageFormat } from '../../../src-main/documents/docx/page.ts';
import { sheetOf, word } from './sheet-parts.ts';

const letter = {
  width: 612,
  height: 792,
  top: 72,
  bottom: 72,
  left: 72,
  right: 72,
  header: 36,
  footer: 36,
  columns: 1,
  linePitch: null,
};

test('a document without a section has the page of Word', () => {
  expect(pageFormat(null)).toEqual(letter);
  expect(pageFormat(word('<w:sectPr/>'))).toEqual(letter);
  expect(pageFormat(word('<w:sectPr><w:pgSz w:w="0" w:h="x"/></w:sectPr>'))).toEqual(letter);
});

test('the page of an official document', () => {
  const sectPr = word(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>
    <w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>
    <w:cols w:space="720"/><w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/></w:sectPr>`);
  expect(pageFormat(sectPr)).toEqual({
    width: 595.3,
    height: 841.9,
    top: 104.9,
    bottom: 99.3,
    left: 79.4,
    right: 73.7,
    header: 42.6,
    footer: 70,
    columns: 1,
    linePitch: 29,
    charSpace: -0.207,
  });
});

test('gutter, exact margins, columns and a grid that is off', () => {
  const sectPr = word(`<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>
    <w:pgMar w:top="-1440" w:right="1440" w:bottom="1440" w:left="1440" w:gutter="200"/>
    <w:cols w:equalWidth="0"><w:col w:w="100"/><w:col w:w="100"/></w:cols><w:docGrid w:linePitch="312"/></w:sectPr>`);
  expect(pageFormat(sectPr)).toMatchObject({ width: 841.9, top: 72, left: 82, columns: 2, linePitch: null });
  expect(pageFormat(word('<w:sectPr><w:cols w:num="1000000000"/></w:sectPr>')).columns).toBe(45);
});

test('tab stops that no paragraph names', () => {
  expect(sheetOf({}).sheet.defaultTab).toBe(36);
  expect(sheetOf({ settings: '<w:defaultTabStop w:val="420"/>' }).sheet.defaultTab).toBe(21);
  expect(sheetOf({ settings: '<w:defaultTabStop w:val="0"/>' }).sheet.defaultTab).toBe(36);
});
