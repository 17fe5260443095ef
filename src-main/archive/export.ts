import type { HealthRecord, RecordFormat } from '../contract/versions.ts';
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

function textOf(record: HealthRecord, format: RecordFormat, reading: Reading): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(record, null, 2)}\n`;
    case 'markdown':
      return toMarkdown(documentOf(record, reading));
    case 'html':
      return toHtml(documentOf(record, reading));
  }
}

export const exportRecord = (record: HealthRecord, format: RecordFormat, reading: Reading): Exported => ({
  text: textOf(record, format, reading),
  fileName: `bumo-${record.version.id}.${endings[format]}`,
});
