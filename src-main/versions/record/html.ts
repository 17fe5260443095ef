import type { Language } from '../../texts/message.ts';
import { render } from '../../texts/message.ts';
import { type Block, type Cell, given, inOneLine, type RecordDocument } from './document.ts';
import { none } from './figures.ts';

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
  h2 { font-size: 12.5pt; margin: 7mm 0 2mm; break-after: avoid; break-inside: avoid; }
  table { width: 100%; border-collapse: collapse; font-size: 9.5pt; }
  th, td { border: .5pt solid #b5b5b5; padding: 1mm 2mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
  th { background: #f1f1f1; overflow-wrap: break-word; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .short { white-space: nowrap; }
  .timed th:first-child { width: 1%; }
  .figure { text-align: right; font-variant-numeric: tabular-nums; }
  p { margin: 2mm 0; }
  @media print { body { margin: 0; padding: 0; max-width: none; } th { print-color-adjust: exact; } }
`;

/** A cell of so few characters is not broken. */
const mostUnbroken = 18;

const textOf = (cell: Cell, language: Language): string =>
  cell.kind === 'given' ? cell.text : render(cell.text, language);

const isFigure = (text: string): boolean => /^[+−±]?\d[\d.]*( (%|points|个百分点|ms|毫秒|MB))?$/.test(text);

const isMoment = (text: string): boolean => /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/.test(text);

/** Columns of nothing but figures, which are set to the right. */
function figureColumns(rows: readonly (readonly Cell[])[], language: Language): ReadonlySet<number> {
  const columns = [...(rows[0] ?? []).keys()];
  const texts = (column: number) =>
    rows.map((row) => textOf(row[column] ?? given(''), language)).filter((text) => text !== none);
  return new Set(columns.filter((column) => texts(column).length > 0 && texts(column).every(isFigure)));
}

function cellText(cell: Cell, isOfFigures: boolean, language: Language): string {
  const text = textOf(cell, language);
  const isShort = text.length <= mostUnbroken;
  const classes = [...(isOfFigures ? ['figure'] : []), ...(isShort ? ['short'] : [])].join(' ');
  return `<td${classes ? ` class="${classes}"` : ''}>${escaped(text)}</td>`;
}

function blockText(block: Block, language: Language): string {
  if (block.kind === 'sentence') return `<p>${escaped(render(block.text, language))}</p>`;
  const figures = figureColumns(block.rows, language);
  const headClass = (column: number) => (figures.has(column) ? ' class="figure"' : '');
  const head = block.head.map(
    (one, i) => `<th scope="col"${headClass(i)}>${escaped(render(one, language))}</th>`,
  );
  const rows = block.rows.map(
    (row) => `<tr>${row.map((cell, i) => cellText(cell, figures.has(i), language)).join('')}</tr>`,
  );
  const isTimed = block.rows.every(([first]) => first && isMoment(textOf(first, language)));
  return `<table${isTimed ? ' class="timed"' : ''}>\n<thead><tr>${head.join('')}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
}

export function toHtml({ title, sections }: RecordDocument, language: Language): string {
  const body = sections
    .map(({ title: heading, blocks }) =>
      [
        `<section>\n<h2>${escaped(render(heading, language))}</h2>`,
        ...blocks.map((block) => blockText(block, language)),
        '</section>',
      ].join('\n'),
    )
    .join('\n');
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<meta name="viewport" content="width=device-width"/>
<title>${escaped(render(title, language))}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(render(title, language))}</h1>
${body}
</body>
</html>
`;
}
