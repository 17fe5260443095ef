import { resolve } from 'node:path';
import { CodedError } from '../base/error.ts';
import { childEntry } from '../base/paths.ts';
import { documentFrom, type EditorDocument, sourceFor } from '../documents/document.ts';
import { type DocumentParser, documentParser, type OpenedContent } from '../documents/document-parser.ts';
import { type FileFormat, readWhole, wantFormat } from '../documents/files/read-file.ts';
import { writeAtomically } from '../documents/files/write-file.ts';
import { createParser } from '../documents/parser.ts';
import { type Replacement, replaceIn } from '../documents/replace.ts';
import type { Session } from './session.ts';

/** Documents from the command line: through the editor's schema and steps, without a browser. */

/** A file that is open, and how it is written. */
export interface OpenedFile {
  readonly opened: OpenedContent;
  readonly doc: EditorDocument;
  /**
   * Writes a changed document: over its own file, or to another one in the format of its name.
   * @throws CodedError `document-read-only`, and what keeps a file from being written
   */
  write(doc: EditorDocument, out: string): Promise<FileFormat>;
}

/** Who changes a file that records changes, where no writer gave a name. */
const nobody = '作者';

interface FromFile {
  readonly opened: OpenedContent;
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

async function write(
  parser: DocumentParser,
  { opened, path, bytes, at }: FromFile,
  doc: EditorDocument,
  out: string,
): Promise<FileFormat> {
  const target = resolve(out);
  const format = wantFormat(target);
  if (opened.readOnly !== null && target === path) {
    throw new CodedError('document-read-only', {
      zh: `“${path}”受保护，不能改动。请给出另一个文件名，存成副本。`,
      en: `“${path}” is protected and may not be changed. Name another file to write a copy.`,
    });
  }
  const source = sourceFor(doc, format) === null ? null : bytes;
  // A text keeps its encoding as Markdown, and the other way round.
  const form = format === 'docx' ? null : opened.form;
  const author = { name: nobody, date: new Date(at).toISOString() };
  await writeAtomically(target, await parser.save(JSON.stringify(doc), { format, source, form, author }));
  return format;
}

/**
 * Works with a file, in a parser's process of its own.
 * @throws CodedError `unsupported`, `file-gone`, `document-…` where it cannot be read
 */
export async function withFile<T>(
  { fork, clock }: Session,
  file: string,
  work: (one: OpenedFile) => Promise<T>,
): Promise<T> {
  const path = resolve(file);
  wantFormat(path);
  const { bytes } = await readWhole(path);
  const processes = createParser({ fork, entry: childEntry('documents/parser-process'), clock });
  try {
    const parser = documentParser(processes);
    const opened = await parser.open(bytes, { name: path });
    return await work({
      opened,
      doc: documentFrom(opened.content),
      write: (doc, out) => write(parser, { opened, path, bytes, at: clock.now() }, doc, out),
    });
  } finally {
    processes.close();
  }
}

const pairs = (record: Readonly<Record<string, number>>): string =>
  Object.entries(record)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ') || '–';

/** What a file holds, and what saving it would lose. */
export async function showDocument(session: Session, file: string): Promise<void> {
  await withFile(session, file, async ({ opened }) => {
    const { format, form, readOnly, summary, losses } = opened;
    const encoding = form?.encoding ?? null;
    const { blocks, characters, gaps, blanks, atoms } = summary;
    const lost = Object.fromEntries(losses.map(({ kind, count }) => [kind, count]));
    session.output.result({ format, encoding, blocks, characters, gaps, blanks, atoms, losses, readOnly }, [
      `format\t${format}`,
      ...(encoding ? [`encoding\t${encoding}`] : []),
      `blocks\t${blocks}`,
      `characters\t${characters}`,
      `gaps\t${gaps}`,
      `blanks\t${blanks}`,
      `atoms\t${pairs(atoms)}`,
      `losses\t${pairs(lost)}`,
      `read-only\t${readOnly ?? '–'}`,
    ]);
  });
}

export interface SaveArguments {
  readonly replace: readonly Replacement[];
}

/** Opens a file, replaces texts in it and writes it. Nothing is written where a text is not there. */
export async function saveFile(
  session: Session,
  input: string,
  out: string,
  { replace }: SaveArguments,
): Promise<void> {
  const { output } = session;
  await withFile(session, input, async ({ doc, write: writeTo }) => {
    const format = await writeTo(replaceIn(doc, replace), out);
    const replaced = replace.length;
    output.result({ out: resolve(out), format, replaced }, [
      output.pick({ zh: `已写入 ${out}（替换 ${replaced} 处）`, en: `Wrote ${out} (${replaced} replaced)` }),
    ]);
  });
}
