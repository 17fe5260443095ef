import { Message } from '../../src-main/contract/text.ts';
import { type Language, render } from '../../src-main/texts/message.ts';

/** A text that may be missing, in a language. */
export const words = (text: Message | null | undefined, language: Language): string | undefined =>
  text ? render(text, language) : undefined;

/** A text as it is read in both languages, with what is behind it. */
export const both = (text: Message) => ({
  zh: render(text, 'zh'),
  en: render(text, 'en'),
  ...(text.detail !== undefined && { detail: text.detail }),
});

type Told = Partial<Record<Language | 'detail', unknown>>;

const fits = (expected: unknown, actual: unknown): boolean =>
  typeof expected === 'object' && expected !== null && 'asymmetricMatch' in expected
    ? (expected as { asymmetricMatch(actual: unknown): boolean }).asymmetricMatch(actual)
    : expected === actual;

/** Matches a text whose sentences are these. */
export const said = (expected: Told) => ({
  asymmetricMatch(actual: unknown): boolean {
    const text = Message.safeParse(actual);
    if (!text.success) return false;
    const told: Told = both(text.data);
    return (Object.keys(expected) as (keyof Told)[]).every((part) => fits(expected[part], told[part]));
  },
  toString: () => 'said',
  toAsymmetricMatcher: () => `said ${JSON.stringify(expected)}`,
});
