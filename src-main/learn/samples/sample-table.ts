import { stamp } from '../../base/stamp.ts';
import type { SampleItem } from '../../contract/learning.ts';
import type { Message } from '../../contract/text.ts';
import { message, render } from '../../texts/message.ts';

/** The samples as a table. The first three headings are those that an import looks for. */

export interface SampleReading {
  readonly language: 'zh' | 'en';
  /** IANA name of the zone of the times. */
  readonly timeZone: string;
}

const headings = {
  text: message('samples.column.text'),
  answer: message('samples.column.answer'),
  rejected: message('samples.column.rejected'),
  source: message('samples.column.source'),
  origin: message('samples.column.origin'),
  status: message('samples.column.status'),
  weight: message('samples.column.weight'),
  at: message('samples.column.at'),
} as const satisfies Partial<Record<keyof SampleItem, Message>>;

const sources: Readonly<Record<SampleItem['source'], Message>> = {
  correction: message('samples.source.correction'),
  confirmation: message('samples.source.confirmation'),
  implicit: message('samples.source.implicit'),
  glossary: message('samples.source.glossary'),
  style: message('samples.source.style'),
};

const origins: Readonly<Record<SampleItem['origin'], Message>> = {
  suggestion: message('samples.origin.suggestion'),
  file: message('samples.origin.file'),
  document: message('samples.origin.document'),
  example: message('samples.origin.example'),
  definition: message('samples.origin.definition'),
  template: message('samples.origin.template'),
  pair: message('samples.origin.pair'),
};

const statuses: Readonly<Record<SampleItem['status'], Message>> = {
  pending: message('samples.status.pending'),
  approved: message('samples.status.approved'),
  rejected: message('samples.status.rejected'),
};

/** @returns columns and rows for the CSV writer */
export function sampleTable(items: readonly SampleItem[], { language, timeZone }: SampleReading) {
  return {
    columns: Object.entries(headings).map(([key, text]) => ({ key, header: render(text, language) })),
    rows: items.map((item) => ({
      text: item.text,
      answer: item.answer,
      rejected: item.rejected.join('、'),
      source: render(sources[item.source], language),
      origin: render(origins[item.origin], language),
      status: render(statuses[item.status], language),
      weight: item.weight,
      at: stamp(item.at, timeZone),
    })),
  };
}
