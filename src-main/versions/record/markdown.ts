import type { Message } from '../../contract/text.ts';
import type { Language } from '../../texts/message.ts';
import { render } from '../../texts/message.ts';
import { type Block, type Cell, inOneLine, type RecordDocument } from './document.ts';

/** A record as Markdown (CommonMark with tables), in one language. */

/** Every character that Markdown or HTML inside of it could take for its own; CommonMark allows to escape them all. */
const special = /[\\`*_{}[\]<>()#+\-.!|~&@:"'=$^]/g;

const escaped = (text: string): string => inOneLine(text).replace(special, '\\$&');

/** Figures need no escaping and are read as they are. */
const isFigure = (text: string) =>
  /^[\d.,:%+−±—\- a-zA-Z个百分点毫秒]*$/.test(text) && !/https?:|www\./i.test(text);

function cellText(cell: Cell, language: Language): string {
  if (cell.kind === 'given') return escaped(cell.text) || ' ';
  const text = render(cell.text, language);
  return isFigure(text) ? inOneLine(text) : escaped(text);
}

function blockText(block: Block, language: Language): string {
  const inOne = (text: Message) => escaped(render(text, language));
  if (block.kind === 'sentence') return inOne(block.text);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(block.head.map(inOne)),
    line(block.head.map(() => '---')),
    ...block.rows.map((row) => line(row.map((cell) => cellText(cell, language)))),
  ].join('\n');
}

export function toMarkdown({ title, sections }: RecordDocument, language: Language): string {
  const parts = sections.flatMap(({ title: heading, blocks }) => [
    `## ${escaped(render(heading, language))}`,
    ...blocks.map((block) => blockText(block, language)),
  ]);
  return `${[`# ${escaped(render(title, language))}`, ...parts].join('\n\n')}\n`;
}
