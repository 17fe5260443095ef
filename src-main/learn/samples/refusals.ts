import type { Message } from '../../contract/text.ts';
import { message } from '../../texts/message.ts';

/** Why a sample or a cell was refused, or what is unusual about it. */
const texts = {
  'not-a-record': message('samples.refused.not-a-record'),
  aside: message('samples.refused.aside'),
  empty: message('samples.refused.empty'),
  'no-gap': message('samples.refused.no-gap'),
  'several-gaps': message('samples.refused.several-gaps'),
  'too-long': message('samples.refused.too-long'),
  'no-context': message('samples.refused.no-context'),
  'answer-too-long': message('samples.refused.answer-too-long'),
  'not-a-word': message('samples.refused.not-a-word'),
  emoji: message('samples.refused.emoji'),
  control: message('samples.refused.control'),
  surrogate: message('samples.refused.surrogate'),
  'answer-shown': message('samples.refused.answer-shown'),
  'prompt-like': message('samples.refused.prompt-like'),
  personal: message('samples.refused.personal'),
  'term-missing': message('samples.refused.term-missing'),
  'term-too-long': message('samples.refused.term-too-long'),
  'long-term': message('samples.refused.long-term'),
  'few-sentences': message('samples.refused.few-sentences'),
  'same-pair': message('samples.refused.same-pair'),
  'unlike-pair': message('samples.refused.unlike-pair'),
  'no-formal-word': message('samples.refused.no-formal-word'),
} as const satisfies Record<string, Message>;

export type RefusalCode = keyof typeof texts;

export interface Refusal {
  readonly code: RefusalCode;
  /** English name of the column that is at fault. */
  readonly column: string;
  readonly text: Message;
}

export const refuse = (code: RefusalCode, column: string): Refusal => ({ code, column, text: texts[code] });
