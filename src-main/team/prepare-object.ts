import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import type { ImportFormat } from '../contract/learning.ts';
import { columnsOf } from '../learn/samples/columns.ts';
import { entriesOf, understand } from '../learn/samples/layout.ts';
import { type ReadSheets, readTables } from '../learn/samples/table.ts';
import { message } from '../texts/message.ts';
import { type Kind, mostBytes, Name } from './manifest.ts';

/** Makes contents of the administrator's files: one form for tables of every kind, so that desktops parse only that. */

const formats: Readonly<Record<string, ImportFormat>> = {
  '.jsonl': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.xlsx': 'xlsx',
  '.txt': 'text',
};

/** Largest file of the administrator's that is read, bytes. */
const mostRead = 64 * 1024 * 1024;

export const unreadableFile = (file: string, cause: unknown): CodedError => {
  const why = causeOf(cause);
  return new CodedError('file-unreadable', message('team.file-unreadable', { file, why }, why.detail), {
    cause,
  });
};

/** @throws CodedError `file-unreadable`, `bad-input` for a file too long */
export async function readGiven(file: string, most = mostRead): Promise<Uint8Array> {
  try {
    if ((await stat(file)).size > most)
      throw new CodedError('bad-input', message('team.file-too-long', { file: basename(file), most }));
    return await readFile(file);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    throw unreadableFile(file, error);
  }
}

/** The name that a content gets from its file: what a list cannot hold becomes a space. */
export function nameOf(file: string): string {
  const plain = basename(file, extname(file))
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._()（）《》+-]/gu, ' ')
    .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N})）》]+$/gu, '')
    .slice(0, 80);
  if (Name.safeParse(plain).success) return plain;
  throw new CodedError('bad-input', message('team.bad-name', { file: basename(file) }));
}

/** A table as lines of JSON with the columns of its kind. */
async function tableOf(
  file: string,
  kind: 'glossary' | 'style',
  readSheets: ReadSheets,
): Promise<Uint8Array> {
  const format = formats[extname(file).toLowerCase()];
  if (!format) {
    const list = Object.keys(formats).join(' ');
    throw new CodedError('bad-input', message('cli.unknown-ending', { file, list }));
  }
  const bytes = await readGiven(file);
  const understood = understand(kind, await readTables({ as: 'bytes', bytes }, format, readSheets));
  const rows = entriesOf(kind, understood).filter(({ row }) => !understood.asides.has(row));
  const columns = columnsOf(kind) as never[];
  const lines = rows.map((entry) =>
    JSON.stringify(
      Object.fromEntries(
        columns.flatMap((column) => {
          const value = entry.get(column);
          return value === undefined || value === '' ? [] : [[column, value]];
        }),
      ),
    ),
  );
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/**
 * The bytes that a list names, of a file of the administrator's.
 * @throws CodedError `file-unreadable`, `bad-input`, `document-unreadable`
 */
export async function objectOf(
  file: string,
  kind: Exclude<Kind, 'patch'>,
  readSheets: ReadSheets,
): Promise<Uint8Array> {
  const bytes = kind === 'phrasebook' ? await readGiven(file) : await tableOf(file, kind, readSheets);
  if (bytes.length > mostBytes[kind])
    throw new CodedError(
      'bad-input',
      message('team.file-too-long', { file: basename(file), most: mostBytes[kind] }),
    );
  return bytes;
}
