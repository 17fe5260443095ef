/** A PDF with text in a font of two-byte codes, as office programs write it: what the codes mean stands in a map. */

const object = (number: number, body: string) => `${number} 0 obj\n${body}\nendobj\n`;
const stream = (content: string) => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
const hex = (value: number) => value.toString(16).padStart(4, '0');

function unicodeMap(characters: readonly string[]): string {
  const pairs = characters.map((one, i) => `<${hex(i + 1)}> <${hex(one.charCodeAt(0))}>`);
  const blocks: string[] = [];
  for (let at = 0; at < pairs.length; at += 100) {
    const some = pairs.slice(at, at + 100);
    blocks.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CMapName /Own def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...blocks,
    'endcmap end end',
  ].join('\n');
}

/** @param pages lines of each page, of characters of the Basic Multilingual Plane */
export function pdfOf(pages: readonly (readonly string[])[]): Uint8Array {
  const characters = [...new Set(pages.flat().join(''))];
  const codes = (line: string) => [...line].map((one) => hex(characters.indexOf(one) + 1)).join('');
  const drawn = pages.map((lines) =>
    ['BT /F1 12 Tf 14 TL 72 760 Td', ...lines.map((line) => `<${codes(line)}> Tj T*`), 'ET'].join('\n'),
  );
  const first = 6;
  const kids = pages.map((_, i) => `${first + 2 * i} 0 R`).join(' ');
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>',
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>',
    stream(unicodeMap(characters)),
    ...drawn.flatMap((content, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${first + 2 * i + 1} 0 R >>`,
      stream(content),
    ]),
  ];
  let text = '%PDF-1.7\n';
  const offsets = bodies.map((body, i) => {
    const at = text.length;
    text += object(i + 1, body);
    return at;
  });
  const start = text.length;
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${rows}`;
  text += `trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(text);
}
