import type { Message } from '../../contract/text.ts';
import type { HealthRecord, RecordFormat } from '../../contract/versions.ts';
import { isKnown, type Language, render } from '../../texts/message.ts';
import type { Reading } from './document.ts';
import { toHtml } from './html.ts';
import { toMarkdown } from './markdown.ts';
import { documentOf } from './sections.ts';

/** A health record written out: for reading, for printing, for other programs. */

const endings: Readonly<Record<RecordFormat, string>> = { markdown: 'md', json: 'json', html: 'html' };

export interface Exported {
  readonly text: string;
  /** A name to save it under. */
  readonly fileName: string;
}

const isText = (value: object): value is Message =>
  'code' in value && typeof value.code === 'string' && isKnown(value.code);

/** Any value with its sentences in one language: plain strings. */
export function inLanguage(value: unknown, language: Language): unknown {
  if (Array.isArray(value)) return value.map((one) => inLanguage(one, language));
  if (typeof value !== 'object' || value === null) return value;
  if (isText(value)) return render(value, language);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inLanguage(one, language)]));
}

/** Of the written form, whose sentences are plain strings. */
const writtenVersion = 2;

function jsonOf(record: HealthRecord, language: Language): string {
  const written = { ...record, formatVersion: writtenVersion, language };
  return `${JSON.stringify(inLanguage(written, language), null, 2)}\n`;
}

function textOf(record: HealthRecord, format: RecordFormat, reading: Reading): string {
  switch (format) {
    case 'json':
      return jsonOf(record, reading.language);
    case 'markdown':
      return toMarkdown(documentOf(record, reading), reading.language);
    case 'html':
      return toHtml(documentOf(record, reading), reading.language);
  }
}

export const exportRecord = (record: HealthRecord, format: RecordFormat, reading: Reading): Exported => ({
  text: textOf(record, format, reading),
  fileName: `bumo-${record.version.id}.${endings[format]}`,
});
