import { writeFile } from 'node:fs/promises';
import { causeOf } from '../base/cause.ts';
import { CodedError, isAbort } from '../base/error.ts';
import type { Bilingual } from '../contract/schemas.ts';
import { Message } from '../contract/text.ts';
import { isKnown, render, renderDetail } from '../texts/message.ts';

/** Prints in the language of the terminal: results to standard output, messages and progress to standard error. */
export interface Output {
  readonly json: boolean;
  readonly language: 'zh' | 'en';
  say(text: Bilingual): void;
  /** Prints the value as one JSON document with `--json`, the lines without it. */
  result(value: unknown, lines: readonly string[]): void;
  /** A `result` whose only line is a sentence. */
  done(value: unknown, text: Bilingual): void;
  /** Shows progress on a terminal, in place of the progress before. */
  progress(text: Bilingual): void;
  pick(text: Bilingual): string;
}

/** The sentence with what is behind it in brackets. */
export function withDetail(language: 'zh' | 'en', text: Bilingual): string {
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
  const pick = (text: Bilingual) => render(text, language);
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
export function failureText(error: unknown): Bilingual {
  if (error instanceof CodedError) return error.text;
  if (isAbort(error)) return { zh: '已取消。', en: 'Cancelled.' };
  const { zh, en, detail } = causeOf(error);
  return {
    zh: `没有做成：${zh}。请运行 doctor 检查。`,
    en: `It failed: ${en}. Run doctor to check.`,
    detail: detail.split('\n')[0],
  };
}

/** Writes a text to a file. @throws CodedError `folder-unreadable` */
export async function writeText(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (cause) {
    const why = causeOf(cause);
    const text = {
      zh: `写不到 ${file}：${why.zh}。请换一个位置。`,
      en: `${file} cannot be written: ${why.en}. Choose another place.`,
      detail: why.detail,
    };
    throw new CodedError('folder-unreadable', text, { cause });
  }
}
