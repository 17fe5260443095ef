import type { Settings } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';
import { message, render, renderDetail } from '../../src-main/texts/message.ts';
import type { Code } from '../../src-main/texts/table.ts';

export type { Code } from '../../src-main/texts/table.ts';
export type Language = Settings['language'];

let current = $state<Language>('zh');

export const language = (): Language => current;

/** Also tells assistive technology and the font matcher, through `lang`. */
export function setLanguage(next: Language): void {
  current = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
}

/** The sentence in the writer's language; templates that call it follow a change of language. */
export const t = (code: Code, values?: Message['values']): string => render(message(code, values), current);

const dayAndMinute = $derived(new Intl.DateTimeFormat(current, { dateStyle: 'medium', timeStyle: 'short' }));

/** Day and minute of a time, milliseconds since the epoch, as the writer's language has them. */
export const moment = (at: number): string => dayAndMinute.format(at);

/** A text from the shell in the writer's language. */
export const say = (text: Message): string => render(text, current);

/** What is behind a text from the shell, in the writer's language; null where there is nothing. */
export const sayDetail = (text: Message): string | null => renderDetail(text, current);
