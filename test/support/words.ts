import type { Bilingual } from '../../src-main/contract/index.ts';
import { type Language, render } from '../../src-main/texts/message.ts';

/** A text that may be missing, in a language. */
export const words = (text: Bilingual | null | undefined, language: Language): string | undefined =>
  text ? render(text, language) : undefined;
