import { writeFile } from 'node:fs/promises';
import { causeOf } from '../base/cause.ts';
import { CodedError, isAbort } from '../base/error.ts';
import { Message } from '../contract/text.ts';
import { isKnown, type Language, message, render, renderDetail } from '../texts/message.ts';

/** Prints in the language of the terminal: results to standard output, messages and progress to standard error. */
export interface Output {
  readonly json: boolean;
  readonly language: Language;
  say(text: Message): void;
  /** Prints the value as one JSON document with `--json`, the lines without it. */
  result(value: unknown, lines: readonly string[]): void;
  /** A `result` whose only line is a sentence. */
  done(value: unknown, text: Message): void;
  /** Shows progress on a terminal, in place of the progress before. */
  progress(text: Message): void;
  pick(text: Message): string;
}

/** The sentence with what is behind it in brackets. */
export function withDetail(language: Language, text: Message): string {
  const detail = renderDetail(text, language);
  return detail === null ? render(text, language) : `${render(text, language)} [${detail}]`;
}

/** A text of the table goes out with its words in both languages, beside its code. */
function withWords(_key: string, value: unknown): unknown {
  const text = Message.safeParse(value);
  if (!text.success || !isKnown(text.data.code)) return value;
  const { code, detail } = text.data;
  return {
    code,
    zh: render(text.data, 'zh'),
    en: render(text.data, 'en'),
    ...(detail !== undefined && { detail }),
  };
}

export function createOutput(json: boolean, locale: string): Output {
  const language = locale.startsWith('zh') ? 'zh' : 'en';
  const pick = (text: Message) => render(text, language);
  const terminal = process.stderr.isTTY;
  let open = false;
  const endLine = () => {
    if (open) process.stderr.write('\n');
    open = false;
  };
  const result = (value: unknown, lines: readonly string[]) => {
    endLine();
    process.stdout.write(
      json ? `${JSON.stringify(value, withWords)}\n` : lines.map((line) => `${line}\n`).join(''),
    );
  };
  return {
    json,
    language,
    pick,
    result,
    done: (value, text) => result(value, [pick(text)]),
    say(text) {
      endLine();
      process.stderr.write(`${withDetail(language, text)}\n`);
    },
    progress(text) {
      if (!terminal) return;
      process.stderr.write(`\r\u001b[K${pick(text)}`);
      open = true;
    },
  };
}

/** The sentence that reports an error. */
export function failureText(error: unknown): Message {
  if (error instanceof CodedError) return error.text;
  if (isAbort(error)) return message('cli.cancelled');
  const why = causeOf(error);
  return message('cli.failed', { why }, renderDetail(why, 'en')?.split('\n')[0]);
}

/** Writes a text to a file. @throws CodedError `folder-unreadable` */
export async function writeText(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (cause) {
    const why = causeOf(cause);
    const text = message('cli.unwritable', { file, why }, why.detail);
    throw new CodedError('folder-unreadable', text, { cause });
  }
}
