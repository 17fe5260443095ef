import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { CodedError } from '../../../src-main/base/error.ts';
import { openDocument, saveDocument } from '../../../src-main/documents/document.ts';
import { render } from '../../../src-main/texts/message.ts';
import { docxOf } from '../../support/docx.ts';

/** Damaged packages: opened and written back as they are, or refused in words; never anything else. */

const body =
  '<w:p><w:pPr><w:pStyle w:val="S"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:rPr><w:sz w:val="32"/></w:rPr><w:t>订单没[MASK]</w:t></w:r></w:p>' +
  '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>';
const whole = docxOf(body, {
  styles:
    '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="正文"/><w:basedOn w:val="S"/><w:rPr><w:b/></w:rPr></w:style>',
  numbering:
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
});
const parts = unzipSync(whole);
const names = Object.keys(parts);

/** One place of one part with something else in it, in a package that is sound otherwise. */
const mutatedPart = fc
  .record({
    name: fc.constantFrom(...names),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(30),
    put: fc.constantFrom(
      '',
      '<',
      '>',
      '"',
      '&',
      '-1',
      '999999999999',
      'w:',
      '</w:p>',
      '<w:p>',
      '\u0000',
      '字',
      '0',
    ),
  })
  .map(({ name, at, cut, put }) => {
    const text = new TextDecoder().decode(parts[name]);
    const place = Math.floor(at * text.length);
    return zipSync({ ...parts, [name]: strToU8(text.slice(0, place) + put + text.slice(place + cut)) });
  });

const mutatedBytes = fc
  .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
  .map((changes) => {
    const bytes = whole.slice();
    for (const [at, value] of changes) bytes[at] = value;
    return bytes;
  });

const rounds = Number(process.env.BUMO_MUTATIONS ?? 300);

async function opensOrRefuses(bytes: Uint8Array): Promise<void> {
  try {
    const { doc } = openDocument(bytes, { name: 'a.docx' });
    const again = await saveDocument(doc, { format: 'docx', source: bytes, form: null });
    expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    expect(error.code).toMatch(/^document-/);
    expect(render(error.text, 'zh')).not.toBe('');
  }
}

test('parts that were changed at random', async () => {
  await fc.assert(fc.asyncProperty(mutatedPart, opensOrRefuses), { numRuns: rounds });
});

test('bytes that were changed at random', async () => {
  await fc.assert(fc.asyncProperty(mutatedBytes, opensOrRefuses), { numRuns: rounds });
});
