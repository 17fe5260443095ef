import type { Bilingual } from '../../contract/schemas.ts';

/** Why no version holds a sample that is good, as the writer reads it. */
const texts: Readonly<Record<string, Bilingual>> = {
  'too-long': {
    zh: '超过 6 个字，版本里不学；补墨会记住它，在它的句子和相近的句子里提供。',
    en: 'Longer than 6 characters, so no version learns it. Bumo remembers it and offers it in its sentence and near ones.',
  },
  'unknown-character': {
    zh: '上次学习时没有学：模型不认识其中的字。换一个模型后会再试。',
    en: 'Left out of the last run: the model does not know a character of it. Another model is tried anew.',
  },
  'answer-length': {
    zh: '上次学习时没有学：这个词对模型来说太长。',
    en: 'Left out of the last run: the word is too long for the model.',
  },
  'row-too-long': {
    zh: '上次学习时没有学：句子对模型来说太长。请只留空缺所在的几句。',
    en: 'Left out of the last run: the sentence is too long for the model. Keep what stands around the gap.',
  },
};

const other: Bilingual = {
  zh: '上次学习时没有学：模型用不上这一条。',
  en: 'Left out of the last run: the model cannot use it.',
};

/** @param reason a code of the trainer, or `too-long` for what is not handed to it */
export const unlearnableText = (reason: string): Bilingual =>
  (Object.hasOwn(texts, reason) ? texts[reason] : undefined) ?? other;
