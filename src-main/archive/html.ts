import { type Block, type Cell, inOneLine, type RecordDocument } from './document.ts';

/** A record as one page that needs nothing from elsewhere and prints on A4. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string =>
  inOneLine(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');

const style = `
  @page { size: A4; margin: 18mm 16mm; }
  :root { color-scheme: light; }
  body { font: 10.5pt/1.5 "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif;
         color: #1a1a1a; background: #fff; max-width: 178mm; margin: 12mm auto; padding: 0 4mm; }
  h1 { font-size: 17pt; margin: 0 0 6mm; padding-bottom: 2mm; border-bottom: 1.5pt solid #1a1a1a; }
  h2 { font-size: 12.5pt; margin: 7mm 0 2mm; break-after: avoid; }
  [lang="en"] { color: #5a5a5a; font-size: .86em; font-weight: normal; }
  h1 [lang="en"], h2 [lang="en"] { margin-left: .5em; font-size: .7em; }
  td [lang="en"], th [lang="en"], p [lang="en"] { display: block; }
  table { width: 100%; border-collapse: collapse; font-size: 9.5pt; }
  th, td { border: .5pt solid #b5b5b5; padding: 1mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  th { background: #f1f1f1; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
  p { margin: 2mm 0; }
  @media print { body { margin: 0; padding: 0; max-width: none; } th { print-color-adjust: exact; } }
`;

function bilingual({ zh, en }: { zh: string; en: string }): string {
  const [chinese, english] = [escaped(zh), escaped(en)];
  return chinese === english ? chinese : `${chinese}<span lang="en">${english}</span>`;
}

const isFigure = (text: string) => /^[+−±]?\d[\d.]*( (%|ms|MB))?$|^—$/.test(text);

function cellText(cell: Cell): string {
  if (cell.kind === 'given') return `<td>${escaped(cell.text)}</td>`;
  const open = isFigure(cell.text.zh) ? '<td class="figure">' : '<td>';
  return `${open}${bilingual(cell.text)}</td>`;
}

function blockText(block: Block): string {
  if (block.kind === 'sentence') return `<p>${bilingual(block.text)}</p>`;
  const head = block.head.map((one) => `<th scope="col">${bilingual(one)}</th>`).join('');
  const rows = block.rows.map((row) => `<tr>${row.map(cellText).join('')}</tr>`).join('\n');
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows}\n</tbody>\n</table>`;
}

export function toHtml({ title, sections }: RecordDocument): string {
  const body = sections
    .map(({ title: heading, blocks }) =>
      [`<section>\n<h2>${bilingual(heading)}</h2>`, ...blocks.map(blockText), '</section>'].join('\n'),
    )
    .join('\n');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width"/>
<title>${escaped(title.zh)}</title>
<style>${style}</style>
</head>
<body>
<h1>${bilingual(title)}</h1>
${body}
</body>
</html>
`;
}
