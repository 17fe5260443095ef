import { stamp } from '../../base/stamp.ts';
import type { SampleItem } from '../../contract/learning.ts';
import { type Language, message, render } from '../../texts/message.ts';
import type { Code } from '../../texts/table.ts';

/** The samples as a table. The first three headings are those that an import looks for. */

export interface SampleReading {
  readonly language: Language;
  /** IANA name of the zone of the times. */
  readonly timeZone: string;
}

const columns = ['text', 'answer', 'rejected', 'source', 'origin', 'status', 'weight', 'at'] as const;

/** @returns columns and rows for the CSV writer */
export function sampleTable(items: readonly SampleItem[], { language, timeZone }: SampleReading) {
  const say = (code: Code) => render(message(code), language);
  return {
    columns: columns.map((key) => ({ key, header: say(`samples.column.${key}`) })),
    rows: items.map((item) => ({
      text: item.text,
      answer: item.answer,
      rejected: item.rejected.join('、'),
      source: say(`samples.source.${item.source}`),
      origin: say(`samples.origin.${item.origin}`),
      status: say(`samples.status.${item.status}`),
      weight: item.weight,
      at: stamp(item.at, timeZone),
    })),
  };
}
