import { readStamp, stamp } from '../base/stamp.ts';
import type { Bilingual } from '../contract/schemas.ts';
import { type Language, render } from '../texts/message.ts';

/** Feedback as a table: headings, kinds and times in one language when written, in any when read. */

export interface TableReading {
  readonly language: 'zh' | 'en';
  /** IANA name of the zone of the times. */
  readonly timeZone: string;
}

type Column = 'at' | 'kind' | 'context' | 'word' | 'offered' | 'modelId' | 'version' | 'document';

const headings: Readonly<Record<Column, Bilingual>> = {
  at: { zh: '时间', en: 'Time' },
  kind: { zh: '反馈', en: 'Feedback' },
  context: { zh: '句子', en: 'Sentence' },
  word: { zh: '词', en: 'Word' },
  offered: { zh: '当时的建议', en: 'Offered' },
  modelId: { zh: '模型', en: 'Model' },
  version: { zh: '版本', en: 'Version' },
  document: { zh: '文档', en: 'Document' },
};

const columns = Object.keys(headings) as Column[];

const kinds: Readonly<Record<string, Bilingual>> = {
  accepted: { zh: '采用', en: 'taken' },
  right: { zh: '对', en: 'right' },
  wrong: { zh: '不准', en: 'not quite' },
  kept: { zh: '留用', en: 'kept' },
  changed: { zh: '后来改了', en: 'changed later' },
  dismissed: { zh: '没要', en: 'not wanted' },
};

const kindName = (kind: string, language: Language): string => {
  const name = kinds[kind];
  return name ? render(name, language) : kind;
};

const bases: Bilingual = { zh: '原版', en: 'base' };

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
  columns.find((key) => [key, ...Object.values(headings[key])].includes(heading)) ?? heading;

const kindOf = (text: string): string =>
  Object.keys(kinds).find((key) => key === text || Object.values(kinds[key] ?? {}).includes(text)) ?? text;

/** A row, with the headings of any language, as a record. @throws SyntaxError if its words cannot be read */
export function recordOf(row: Readonly<Record<string, string>>): Record<string, unknown> {
  const named = Object.fromEntries(Object.entries(row).map(([heading, text]) => [columnOf(heading), text]));
  const { at = '', kind = '', offered = '', version = '' } = named;
  return {
    ...named,
    at: readStamp(at),
    kind: kindOf(kind),
    ...(version ? { version: Object.values(bases).includes(version) ? 'base' : version } : {}),
    offered: readOffered(offered),
  };
}
