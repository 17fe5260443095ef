import type { phrasesZh } from './phrases-zh.ts';

export const phrasesEn: Record<keyof typeof phrasesZh, string> = {
  'why.from.this-document': 'From this document',
  'why.from.own-documents': 'From your documents',
  'why.from.phrasebook': 'A set phrase',
  'why.from.glossary': 'From your glossary',
  'why.from.correction': 'From your corrections',
  'why.fromTitle': 'From “{{title}}”',
  'why.fromTitles': 'From “{{title}}” and others, {{n}} documents',
};
