import { writeFile } from 'node:fs/promises';
import { type Bilingual, CodedError, isAbort, reasonOf } from '../base/error.ts';

/** What the command line says, in the language of its terminal. Data goes to standard output, all else to standard error. */
export interface Output {
  readonly json: boolean;
  /** Of the terminal. */
  readonly language: 'zh' | 'en';
  say(text: Bilingual): void;
  /** One JSON document with `--json`, the lines without. */
  result(value: unknown, lines: readonly string[]): void;
  /** A sentence of progress that the next one replaces on a terminal. */
  progress(text: Bilingual): void;
  pick(text: Bilingual): string;
}

export function createOutput(json: boolean, locale: string): Output {
  const language = locale.startsWith('zh') ? 'zh' : 'en';
  const pick = (text: Bilingual) => text[language];
  const terminal = process.stderr.isTTY;
  let open = false;
  const endLine = () => {
    if (open) process.stderr.write('\n');
    open = false;
  };
  return {
    json,
    language,
    pick,
    say(text) {
      endLine();
      process.stderr.write(`${pick(text)}\n`);
    },
    progress(text) {
      if (!terminal) return;
      process.stderr.write(`\r\u001b[K${pick(text)}`);
      open = true;
    },
    result(value, lines) {
      endLine();
      process.stdout.write(json ? `${JSON.stringify(value)}\n` : lines.map((line) => `${line}\n`).join(''));
    },
  };
}

/** One line for anything that went wrong. */
export function failureText(error: unknown): Bilingual {
  if (error instanceof CodedError) return error.text;
  if (isAbort(error)) return { zh: '已取消。', en: 'Cancelled.' };
  const reason = reasonOf(error).split('\n')[0] ?? '';
  return {
    zh: `意外错误：${reason}。请运行 doctor 检查。`,
    en: `Unexpected error: ${reason}. Run doctor to check.`,
  };
}

/** Writes a text to a file. @throws CodedError `folder-unreadable` */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (cause) {
    const why = {
      zh: `写不到 ${file}（${reasonOf(cause)}）。请换一个位置。`,
      en: `${file} cannot be written (${reasonOf(cause)}). Choose another place.`,
    };
    throw new CodedError('folder-unreadable', why, { cause });
  }
}
