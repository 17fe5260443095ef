import type { Message } from '../../contract/text.ts';
import { message } from '../../texts/message.ts';

/** Why a valid sample cannot be trained. */
const texts: Readonly<Record<string, Message>> = {
  'too-long': message('samples.unlearnable.too-long'),
  'unknown-character': message('samples.unlearnable.unknown-character'),
  'answer-length': message('samples.unlearnable.answer-length'),
  'row-too-long': message('samples.unlearnable.row-too-long'),
};

const other: Message = message('samples.unlearnable.other');

/** @param reason a code of the trainer, or `too-long` for a sample that is not passed to it */
export const unlearnableText = (reason: string): Message =>
  (Object.hasOwn(texts, reason) ? texts[reason] : undefined) ?? other;
