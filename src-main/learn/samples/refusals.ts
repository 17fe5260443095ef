import type { Bilingual } from '../../contract/schemas.ts';

/** Why something that was given is not learned from, as the writer reads it. */
const texts = {
  'not-a-record': {
    zh: '不是一条记录，应为含 text 和 answer 的对象。',
    en: 'This is no record; it should be an object with text and answer.',
  },
  aside: {
    zh: '这一行像是标题或附注，没有导入。要导入请在预览里勾选它。',
    en: 'This row looks like a title or a note and was left out. Tick it in the preview to import it.',
  },
  empty: { zh: '这里是空的，请填写内容。', en: 'This is empty; write something here.' },
  'no-gap': {
    zh: '没有空缺，请在要补词的地方写 [MASK]。',
    en: 'There is no gap; write [MASK] where the word belongs.',
  },
  'several-gaps': {
    zh: '有几处空缺，一条只能有一个 [MASK]。请拆成几条。',
    en: 'There are several gaps; a sample has one [MASK]. Split it up.',
  },
  'too-long': {
    zh: '太长，最多 512 个字符。请只留空缺所在的几句。',
    en: 'Too long: 512 characters at most. Keep the sentences around the gap.',
  },
  'no-context': {
    zh: '空缺前后几乎没有文字，学不到什么。请补上句子。',
    en: 'There is hardly any text around the gap to learn from. Write the sentence out.',
  },
  'answer-too-long': {
    zh: '答案超过 64 个字，请缩短。',
    en: 'The answer is longer than 64 characters; shorten it.',
  },
  'not-a-word': {
    zh: '这不是一个词（有换行、引号、逗号等标点或标记）。请只写词本身。',
    en: 'This is no single word (it holds a line break, quotes, a comma or the like, or a mark). Write the word alone.',
  },
  emoji: { zh: '含有表情符号，请删去。', en: 'It holds an emoji; remove it.' },
  control: {
    zh: '含有控制字符或乱码，可能是编码不对。请检查文件后重试。',
    en: 'It holds control characters or broken ones, perhaps from a wrong encoding. Check the file.',
  },
  surrogate: { zh: '含有残缺的字符，请重新输入。', en: 'It holds half a character; type it again.' },
  'answer-shown': {
    zh: '答案已经写在空缺所在的分句里，等于没有空缺。请去掉那个词。',
    en: "The gap's own clause already shows the answer. Take that word out.",
  },
  'prompt-like': {
    zh: '像是写给聊天模型的指令，不是公文句子，不作学习。',
    en: 'This reads like instructions to a chat model, not like a sentence to learn from.',
  },
  personal: {
    zh: '答案像是个人信息，不会保存。请换一句。',
    en: 'The answer looks like personal data and is not kept. Use another sentence.',
  },
  'term-missing': {
    zh: '例句里没有这个词，也没有 [MASK]。请改例句。',
    en: 'The example holds neither the term nor [MASK]. Change the example.',
  },
  'term-too-long': {
    zh: '术语太长，最多 64 个字。释义请放在释义一列。',
    en: 'The term is too long: 64 characters at most. A definition has a column of its own.',
  },
  'long-term': {
    zh: '超过 6 个字：只在它的例句和相近的句子里提供；它仍是术语，不会被建议替换。',
    en: 'Longer than 6 characters, so it is offered in its own sentences and near ones alone; as a term it is never offered for replacement.',
  },
  'few-sentences': {
    zh: '句子不足 5 条，学起来不牢。请补几条例句。',
    en: 'There are fewer than 5 sentences to learn it from. Add some examples.',
  },
  'same-pair': {
    zh: '左右两句一样，没有可学的改动。',
    en: 'Both sides are the same, so there is nothing to learn.',
  },
  'unlike-pair': {
    zh: '两句差别太大，对不上。请只放同一意思的两种说法。',
    en: 'The two sides differ too much to be aligned. Give two ways to say one thing.',
  },
  'no-formal-word': {
    zh: '书面一侧没有 6 字以内的新词可学。',
    en: 'The formal side has no new word of up to 6 characters to learn.',
  },
} as const satisfies Record<string, Bilingual>;

export type RefusalCode = keyof typeof texts;

export interface Refusal {
  readonly code: RefusalCode;
  /** The column that is wrong, by its English name. */
  readonly column: string;
  readonly text: Bilingual;
}

export const refuse = (code: RefusalCode, column: string): Refusal => ({ code, column, text: texts[code] });
