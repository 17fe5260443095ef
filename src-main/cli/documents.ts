import { resolve } from 'node:path';
import { CodedError } from '../base/error.ts';
import { unnamedWriter } from '../contract/index.ts';
import { documentFrom, type EditorDocument, sourceFor } from '../documents/document.ts';
import type { DocumentParser, OpenedContent } from '../documents/document-parser.ts';
import { type FileFormat, readWhole, wantFormat } from '../documents/files/read-file.ts';
import { writeAtomically } from '../documents/files/write-file.ts';
import { type Replacement, replaceIn } from '../documents/replace.ts';
import { message } from '../texts/message.ts';
import { type Session, withParser } from './session.ts';

/** Documents from the command line, through the editor's schema and steps. */

export interface OpenedFile {
  readonly opened: OpenedContent;
  readonly doc: EditorDocument;
  /**
   * Writes a changed document in the format of the file's name.
   * @param out the document's own file or another one
   * @throws CodedError `document-read-only`, and those of writing a file
   */
  write(doc: EditorDocument, out: string): Promise<FileFormat>;
}

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
    throw new CodedError('document-read-only', message('cli.document-protected', { path }));
  }
  const source = sourceFor(doc, format) === null ? null : bytes;
  // Text and Markdown keep the encoding of each other.
  const form = format === 'docx' ? null : opened.form;
  const author = { name: unnamedWriter, date: new Date(at).toISOString() };
  await writeAtomically(target, await parser.save(JSON.stringify(doc), { format, source, form, author }));
  return format;
}

/**
 * Opens a file for `work`, with a parser's process.
 * @throws CodedError `unsupported`, `file-gone`, `document-…`
 */
export async function withFile<T>(
  session: Session,
  file: string,
  work: (one: OpenedFile) => Promise<T>,
): Promise<T> {
  const path = resolve(file);
  wantFormat(path);
  const { bytes } = await readWhole(path);
  return withParser(session, async (parser) => {
    const opened = await parser.open(bytes, { name: path });
    return work({
      opened,
      doc: documentFrom(opened.content),
      write: (doc, out) => write(parser, { opened, path, bytes, at: session.clock.now() }, doc, out),
    });
  });
}

const pairs = (record: Readonly<Record<string, number>>): string =>
  Object.entries(record)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ') || '–';

/** Prints the contents of a file in numbers, and the losses of saving it. */
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

/** Replaces texts in a file. Writes nothing if one of the texts is missing. */
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
    const text = message('cli.wrote', { out, replaced });
    output.done({ out: resolve(out), format, replaced }, text);
  });
}
