import { readStamp, stamp } from '../base/stamp.ts';
import type { Message } from '../contract/text.ts';
import { isRead, type Language, message, render } from '../texts/message.ts';

/** Feedback as a table: headings, kinds and times in one language when written, in any when read. */

export interface TableReading {
  readonly language: 'zh' | 'en';
  /** IANA name of the zone of the times. */
  readonly timeZone: string;
}

type Column = 'at' | 'kind' | 'context' | 'word' | 'offered' | 'modelId' | 'version' | 'document';

const headings: Readonly<Record<Column, Message>> = {
  at: message('feedback.column.at'),
  kind: message('feedback.column.kind'),
  context: message('feedback.column.context'),
  word: message('feedback.column.word'),
  offered: message('feedback.column.offered'),
  modelId: message('feedback.column.modelId'),
  version: message('feedback.column.version'),
  document: message('feedback.column.document'),
};

const columns = Object.keys(headings) as Column[];

const kinds: Readonly<Record<string, Message>> = {
  accepted: message('feedback.kind.accepted'),
  right: message('feedback.kind.right'),
  wrong: message('feedback.kind.wrong'),
  kept: message('feedback.kind.kept'),
  changed: message('feedback.kind.changed'),
  dismissed: message('feedback.kind.dismissed'),
};

const kindName = (kind: string, language: Language): string => {
  const name = kinds[kind];
  return name ? render(name, language) : kind;
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

type TableRow = Readonly<Record<Column, string | number | null>>;

/** @returns rows and columns for the CSV writer */
export function tableOf(rows: readonly TableRow[], { language, timeZone }: TableReading) {
  return {
    columns: columns.map((key) => ({ key, header: render(headings[key], language) })),
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
  columns.find((key) => key === heading || isRead(headings[key], heading)) ?? heading;

const kindOf = (text: string): string => {
  const known = Object.entries(kinds).find(([key, name]) => key === text || isRead(name, text));
  return known ? known[0] : text;
};

/** A row, with the headings of any language, as a record. @throws SyntaxError if its words cannot be read */
export function recordOf(row: Readonly<Record<string, string>>): Record<string, unknown> {
  const named = Object.fromEntries(Object.entries(row).map(([heading, text]) => [columnOf(heading), text]));
  const { at = '', kind = '', offered = '', version = '' } = named;
  return {
    ...named,
    at: readStamp(at),
    kind: kindOf(kind),
    ...(version ? { version: isRead(bases, version) ? 'base' : version } : {}),
    offered: readOffered(offered),
  };
}
