/** Checks and normalisation of the characters of a sample. Pure. */

/**
 * Matches emoji by presentation, symbols with an emoji variation selector, flags and keycaps. Does not match plain
 * ©, ™ and digits.
 */
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\u{1f1e6}-\u{1f1ff}]|\u20e3/gu;
/** Matches control, invisible, private-use and unassigned characters and U+FFFD; not line feed and tab. */
const odd = /[^\P{C}\n\t]|\ufffd/gu;
const loneSurrogate = /\p{Surrogate}/gu;
/** Marks that end a clause. */
export const clauseEnd = /[，。；！？：,;!?\n]/;
/** Matches control tokens and instructions for a language model, which no sample text should hold. */
const promptLike = new RegExp(
  [
    String.raw`<\|[^|]{0,40}\|>|\[\/?(?:INST|CLS|SEP|PAD|UNK)\]|<<\/?SYS>>`,
    String.raw`^\s*(?:system|assistant|user|human)\s*[:：]|###\s*(?:instruction|response|system)`,
    String.raw`\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instructions?|prompts?)\b`,
    String.raw`\byou are (?:now )?(?:an? )?(?:ai|chatgpt|assistant|language model)\b`,
    '(?:忽略|无视|忘记|忘掉).{0,8}(?:指令|提示词|系统提示|设定)',
    '你(?:现在)?是一[个名位].{0,10}(?:助手|模型|机器人)|扮演一[个名位]',
    '系统提示词|提示词[:：]',
  ].join('|'),
  'imu',
);

export const isWellFormed = (text: string): boolean => text.search(loneSurrogate) < 0;
export const hasEmoji = (text: string): boolean => text.search(emoji) >= 0;
export const hasOddCharacter = (text: string): boolean => text.search(odd) >= 0;
export const isPromptLike = (text: string): boolean => promptLike.test(text);

/** Length in code points. */
export const lengthOf = (text: string): number => [...text].length;

/** Normalises a text: NFC, `\n` as line end, trimmed. */
export const tidy = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC').trim();

/**
 * Whether a text can be the answer of a gap or a term: one line with at least one letter or digit. Punctuation that
 * occurs in names is allowed (《招标投标法》, 东、中、西部, 让·雅克, GB/T 19001:2015); clause ends, quotation marks and brackets are
 * not.
 */
export const isWord = (text: string): boolean =>
  !/[^\S \u3000]|[[\]⟦⟧<>{}"“”。，！？；：,!?;]/u.test(text) && /[\p{L}\p{N}]/u.test(text);

/**
 * Removes the characters that no sample may hold. For text of the writer's documents; an imported sample with such
 * characters is refused instead.
 */
export const withoutOddities = (text: string): string =>
  text.replace(loneSurrogate, '').replace(emoji, '').replace(odd, '');
