/** What characters a sample may hold. Pure. */

/** Emoji by presentation, text signs turned into emoji, flags and keycaps; plain ©, ™ and digits are none. */
const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\u{1f1e6}-\u{1f1ff}]|\u20e3/u;
/** Control, invisible, private and unassigned characters, and the sign of a broken encoding; line feed and tab are text. */
const odd = /[^\P{C}\n\t]|\ufffd/u;
/** What can be written around a gap is never one of these. */
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

export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
export const hasEmoji = (text: string): boolean => emoji.test(text);
export const hasOddCharacter = (text: string): boolean => odd.test(text);
export const isPromptLike = (text: string): boolean => promptLike.test(text);

/** Code points: what people call characters, emoji and combining marks aside. */
export const lengthOf = (text: string): number => [...text].length;

/** One spelling for one text: composed characters, `\n` alone, nothing around it. */
export const tidy = (text: string): string => text.replace(/\r\n?/g, '\n').normalize('NFC').trim();

/**
 * A word as a gap's answer, or a term: one line with something that is read aloud. Names hold more than characters
 * (《招标投标法》, 东、中、西部, 让·雅克, GB/T 19001:2015); what ends a clause or quotes one is in no name.
 */
export const isWord = (text: string): boolean =>
  !/[^\S \u3000]|[[\]⟦⟧<>{}"“”。，！？；：,!?;]/u.test(text) && /[\p{L}\p{N}]/u.test(text);

/** Takes out what no sample may hold, where the text is the writer's document and no file of samples. */
export const withoutOddities = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '')
    .replace(/\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\u{1f1e6}-\u{1f1ff}]|\u20e3/gu, '')
    .replace(/[^\P{C}\n\t]|\ufffd/gu, '');
