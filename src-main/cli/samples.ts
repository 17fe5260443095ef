import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import { timeZone } from '../base/stamp.ts';
import type { ImportFormat, ImportKind, ImportReport, RowNote, SampleItem } from '../contract/index.ts';
import { listSamples } from '../learn/samples/collect.ts';
import { exportSamples, forgetSample, importSamples } from '../learn/samples/manage.ts';
import { loadTermKinds } from '../learn/samples/templates.ts';
import { approveAll, setStatus } from '../store/samples.ts';
import { asWritten, message } from '../texts/message.ts';
import { type Output, writeText } from './output.ts';
import { type Session, withParser, withStore } from './session.ts';

const formats: Readonly<Record<string, ImportFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.xlsx': 'xlsx',
  '.txt': 'text',
};

const endingOf = (file: string): string => extname(file).toLowerCase();

function unknownEnding(file: string, endings: readonly string[]): never {
  const list = endings.join(' ');
  throw new CodedError('bad-input', message('cli.unknown-ending', { file, list }));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    const why = message('cli.file-unreadable', { file, why: causeOf(cause) }, causeOf(cause).detail);
    throw new CodedError('not-found', why, { cause });
  }
}

function tell(output: Output, note: RowNote): void {
  const column = note.column === '' ? asWritten('') : message('cli.row-column', { column: note.column });
  output.say(message('cli.row-note', { row: note.row, column, text: note.text }));
}

const summary = ({ added, pending, known, terms, pairs, refusedTotal }: ImportReport) =>
  message('cli.samples-added', { added, pending, known, terms, pairs, refused: refusedTotal });

/**
 * Imports a file by its ending. The exit code is 1 if no row could be imported.
 * @throws CodedError `bad-input`, `not-found`, `document-unreadable`
 */
export async function importFile(session: Session, file: string, kind: ImportKind): Promise<void> {
  const { output, paths, clock } = session;
  const format = formats[endingOf(file)] ?? unknownEnding(file, Object.keys(formats));
  const content = { as: 'bytes', bytes: await readBytes(file) } as const;
  const kinds = kind === 'glossary' ? await loadTermKinds(paths.resources) : [];
  const report = await withParser(session, ({ sheets }) =>
    withStore(session, ({ write }) =>
      importSamples(
        write,
        { kind, format, content, fileName: basename(file) },
        { kinds, readSheets: sheets, now: clock.now, newId: randomUUID },
      ),
    ),
  );
  for (const note of report.refused) tell(output, note);
  for (const note of report.notes) tell(output, note);
  output.done(report, summary(report));
  const { added, known, terms, pairs, refusedTotal } = report;
  if (refusedTotal > 0 && added + known + terms + pairs === 0) process.exitCode = 1;
}

export interface ListArguments {
  readonly query?: string;
  readonly source?: SampleItem['source'];
  readonly status?: SampleItem['status'];
  readonly limit: number;
}

/** Prints samples, newest first. The line of a sample that learning leaves out ends with the reason. */
export async function listAll(
  session: Session,
  { query, source, status, limit }: ListArguments,
): Promise<void> {
  const { output } = session;
  const page = await withStore(session, (store) =>
    listSamples(store.read, { query, source, status, limit, offset: 0 }),
  );
  output.result(
    page,
    page.items.map((item) =>
      [
        item.id,
        item.source,
        item.status,
        item.answer,
        item.text.replaceAll('\n', ' '),
        ...(item.unused ? [output.pick(item.unused)] : []),
      ].join('\t'),
    ),
  );
}

/** Approves samples that wait. @param ids all samples that wait if it is empty */
export async function approveSome(session: Session, ids: readonly string[]): Promise<void> {
  const changed = await withStore(session, ({ write }) =>
    ids.length > 0 ? setStatus(write, ids, 'approved') : approveAll(write),
  );
  session.output.done({ changed }, message('cli.approved', { changed }));
}

/** Removes a sample and its feedback. @throws CodedError `not-found` */
export async function removeOne(session: Session, id: string): Promise<void> {
  await withStore(session, (store) => forgetSample(store.write, id));
  session.output.done({ id }, message('cli.forgotten', { id }));
}

/** Writes all samples to a file. @throws CodedError `bad-input`, `folder-unreadable` */
export async function exportToFile(session: Session, file: string): Promise<void> {
  const format = { '.jsonl': 'jsonl', '.csv': 'csv' }[endingOf(file)] as 'jsonl' | 'csv' | undefined;
  const text = await withStore(session, (store) =>
    exportSamples(store.read, format ?? unknownEnding(file, ['.jsonl', '.csv']), {
      timeZone,
      language: session.output.language,
    }),
  );
  await writeText(file, text);
  session.output.done({ file }, message('cli.exported', { file }));
}
