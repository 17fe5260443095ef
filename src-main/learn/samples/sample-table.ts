import { stamp } from '../../base/stamp.ts';
import type { SampleItem } from '../../contract/learning.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import { render } from '../../texts/message.ts';

/** The table of samples as people read it; its first three headings are those that an import looks for. */

export interface SampleReading {
  readonly language: 'zh' | 'en';
  /** IANA name of the zone that times are told in. */
  readonly timeZone: string;
}

const headings = {
  text: { zh: '文本', en: 'Text' },
  answer: { zh: '答案', en: 'Answer' },
  rejected: { zh: '不要的词', en: 'Rejected' },
  source: { zh: '来源', en: 'Source' },
  origin: { zh: '出处', en: 'Origin' },
  status: { zh: '状态', en: 'Status' },
  weight: { zh: '分量', en: 'Weight' },
  at: { zh: '时间', en: 'Time' },
} as const satisfies Partial<Record<keyof SampleItem, Bilingual>>;

const sources: Readonly<Record<SampleItem['source'], Bilingual>> = {
  correction: { zh: '修改', en: 'correction' },
  confirmation: { zh: '确认', en: 'confirmation' },
  implicit: { zh: '采用', en: 'use' },
  glossary: { zh: '术语', en: 'glossary' },
  style: { zh: '书面', en: 'style' },
};

const origins: Readonly<Record<SampleItem['origin'], Bilingual>> = {
  suggestion: { zh: '写作中', en: 'while writing' },
  file: { zh: '导入', en: 'imported' },
  document: { zh: '您的文档', en: 'your documents' },
  example: { zh: '表中例句', en: 'example in the table' },
  definition: { zh: '由释义生成', en: 'made of the definition' },
  template: { zh: '由模板生成', en: 'made of a template' },
  pair: { zh: '说法对照', en: 'pair of wordings' },
};

const statuses: Readonly<Record<SampleItem['status'], Bilingual>> = {
  pending: { zh: '待确认', en: 'to be confirmed' },
  approved: { zh: '已确认', en: 'confirmed' },
  rejected: { zh: '已拒绝', en: 'refused' },
};

/** @returns what a CSV writer takes, heading and cell by column */
export function sampleTable(items: readonly SampleItem[], { language, timeZone }: SampleReading) {
  return {
    columns: Object.entries(headings).map(([key, text]) => ({ key, header: text[language] })),
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
