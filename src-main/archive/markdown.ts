import { type Block, type Cell, inOneLine, type RecordDocument } from './document.ts';

/** A record as Markdown (CommonMark with tables), Chinese first. */

/** Every character that Markdown or HTML inside of it could take for its own; CommonMark allows to escape them all. */
const special = /[\\`*_{}[\]<>()#+\-.!|~&@:"'=$^]/g;

const escaped = (text: string): string => inOneLine(text).replace(special, '\\$&');

const bilingual = ({ zh, en }: { zh: string; en: string }): string => {
  const [chinese, english] = [inOneLine(zh), inOneLine(en)];
  return escaped(chinese === english ? chinese : `${chinese} / ${english}`);
};

/** Figures need no escaping and are read as they are. */
const isFigure = (text: string) => /^[\d.,:%+−±—\- a-zA-Z]*$/.test(text) && !/https?:|www\./i.test(text);

function cellText(cell: Cell): string {
  if (cell.kind === 'given') return escaped(cell.text) || ' ';
  const { zh, en } = cell.text;
  return zh === en && isFigure(zh) ? inOneLine(zh) : bilingual(cell.text);
}

function blockText(block: Block): string {
  if (block.kind === 'sentence') return `${escaped(block.text.zh)}\n\n${escaped(block.text.en)}`;
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(block.head.map(bilingual)),
    line(block.head.map(() => '---')),
    ...block.rows.map((row) => line(row.map(cellText))),
  ].join('\n');
}

export function toMarkdown({ title, sections }: RecordDocument): string {
  const parts = sections.flatMap(({ title: heading, blocks }) => [
    `## ${bilingual(heading)}`,
    ...blocks.map(blockText),
  ]);
  return `${[`# ${bilingual(title)}`, ...parts].join('\n\n')}\n`;
}
