import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import { decodeBytes } from '../documents/text/codec.ts';
import { recognise } from '../documents/text/recognise.ts';
import { type ScrubResult, scrub } from '../privacy/scrub.ts';
import { message } from '../texts/message.ts';
import type { Output } from './output.ts';

export interface ScrubArguments {
  /** Whether each line is a text of its own. */
  readonly lines?: boolean;
}

async function readBytes(file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (cause) {
    const why = causeOf(cause);
    throw new CodedError('not-found', message('cli.file-unreadable', { file, why }, why.detail), { cause });
  }
}

/** The text of a plain text file, in any encoding that the editor opens, without a byte order mark. */
async function readPlain(file: string): Promise<string> {
  const bytes = await readBytes(file);
  const { encoding, mark } = recognise(bytes);
  return decodeBytes(bytes.subarray(mark), encoding);
}

/** The lines of a text; a line feed at the end does not start another line. */
const linesOf = (text: string): string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

const show = (given: string, { text, found }: ScrubResult): string[] => [
  text.replace(/\r?\n$/, ''),
  ...found.map(({ kind, start, end }) => `\t${start}–${end}\t${kind}\t${given.slice(start, end)}`),
];

/**
 * Prints what would be stored of a text, and each span that would be replaced, with offsets in the given text.
 * @param file `-` for standard input
 * @throws CodedError `not-found`
 */
export async function showScrubbed(output: Output, file: string, { lines }: ScrubArguments): Promise<void> {
  const text = await readPlain(file);
  for (const given of lines ? linesOf(text) : [text]) {
    const scrubbed = scrub(given);
    const found = scrubbed.found.map(({ start, end, kind }) => ({ start, end, kind }));
    output.result({ text: scrubbed.text, found }, show(given, scrubbed));
  }
}
