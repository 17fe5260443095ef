import type { officialZh } from './official-zh.ts';

/** Part of `en.ts`. */
export const officialEn: Record<keyof typeof officialZh, string> = {
  'layout.title': 'New from a layout',
  'layout.new': 'New: {{name}}',
  'layout.blank': 'Blank page',
  'layout.notice': 'Notice (通知)',
  'layout.request': 'Request (请示)',
  'layout.report': 'Report (报告)',
  'layout.letter': 'Letter (函)',
  'layout.minutes': 'Minutes (会议纪要)',

  'official.layOut': 'Lay out as an official document',
  'official.done':
    'Laid out after GB/T 9704—2012: {{list}}. The text is the same; Ctrl+Z takes the layout back.',
  'official.nothing': 'The document is laid out like that already; nothing changed.',
  'official.count': '{{name}} ({{n}})',
  'official.and': ', ',
  'official.title': 'title',
  'official.addressee': 'addressee',
  'official.heading1': 'headings of level 1',
  'official.heading2': 'headings of level 2',
  'official.heading3': 'headings of level 3',
  'official.heading4': 'headings of level 4',
  'official.body': 'paragraphs',
  'official.attachment': 'attachments',
  'official.signature': 'signature',
  'official.date': 'date',
  'official.other': 'others',
  'official.page': 'page',
  'official.numbers': 'page numbers (— 1 —)',
  'official.footText': ' The footer has content of its own, so no page numbers were added.',
};
