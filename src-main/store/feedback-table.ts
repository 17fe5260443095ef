import { unescapeFormula } from '../base/formula.ts';
import { readStamp, stamp } from '../base/stamp.ts';
import type { Message } from '../contract/text.ts';
import { isRead, type Language, message, render } from '../texts/message.ts';

/** Feedback as a table: headings, kinds and times in one language when written, in any when read. */

export interface TableReading {
  readonly language: Language;
  /** IANA name of the zone of the times. */
  readonly timeZone: string;
}

const columns = ['at', 'kind', 'context', 'word', 'offered', 'modelId', 'version', 'document'] as const;

const headingOf = (column: (typeof columns)[number]): Message => message(`feedback.column.${column}`);

const kinds = ['accepted', 'right', 'wrong', 'kept', 'changed', 'dismissed'] as const;
const nameOf = (kind: (typeof kinds)[number]): Message => message(`feedback.kind.${kind}`);

const kindName = (kind: string, language: Language): string => {
  const known = kinds.find((one) => one === kind);
  return known ? render(nameOf(known), language) : kind;
};

const bases: Message = message('feedback.base-version');

interface Offered {
  readonly word: string;
  readonly probability: number;
}

const between = ' | ';

/** `词 0.53 | 句 0.2`; JSON if a word holds a separator. */
function offeredText(json: string): string {
  const offered = JSON.parse(json) as Offered[];
  const text = offered.map(({ word, probability }) => `${word} ${probability}`).join(between);
  const isPlain = offered.every(({ word }) => !word.includes('|')) && !text.startsWith('[');
  return isPlain ? text : json;
}

/** @throws SyntaxError if the text is not a list of words */
function readOffered(text: string): unknown {
  if (text === '' || text.startsWith('[')) return text === '' ? [] : (JSON.parse(text) as unknown);
  return text.split(between).map((one) => {
    const at = one.lastIndexOf(' ');
    return { word: one.slice(0, at), probability: Number(one.slice(at + 1)) };
  });
}

type TableRow = Readonly<Record<(typeof columns)[number], string | number | null>>;

/** @returns rows and columns for the CSV writer */
export function tableOf(rows: readonly TableRow[], { language, timeZone }: TableReading) {
  return {
    columns: columns.map((key) => ({ key, header: render(headingOf(key), language) })),
    rows: rows.map((row) => ({
      ...row,
      at: stamp(Number(row.at), timeZone),
      kind: kindName(String(row.kind), language),
      version: row.version === 'base' ? render(bases, language) : row.version,
      offered: offeredText(String(row.offered)),
    })),
  };
}

const columnOf = (heading: string): string =>
  columns.find((key) => key === heading || isRead(headingOf(key), heading)) ?? heading;

const kindOf = (text: string): string =>
  kinds.find((kind) => kind === text || isRead(nameOf(kind), text)) ?? text;

/** A row, with the headings of any language, as a record. @throws SyntaxError if its words cannot be read */
export function recordOf(row: Readonly<Record<string, string>>): Record<string, unknown> {
  const named = Object.fromEntries(
    Object.entries(row).map(([heading, text]) => [columnOf(heading), unescapeFormula(text)]),
  );
  const { at = '', kind = '', offered = '', version = '' } = named;
  return {
    ...named,
    at: readStamp(at),
    kind: kindOf(kind),
    ...(version ? { version: isRead(bases, version) ? 'base' : version } : {}),
    offered: readOffered(offered),
  };
}
