export const phrasesZh = {
  'why.from.this-document': '来自本文',
  'why.from.own-documents': '来自您的文档',
  'why.from.phrasebook': '来自常用语',
  'why.from.glossary': '来自您的术语',
  'why.from.correction': '来自您改过的词',
  'why.fromTitle': '来自《{{title}}》',
  'why.fromTitles': '来自《{{title}}》等 {{n}} 份文件',
} as const;
