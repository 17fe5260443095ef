import { extname } from 'node:path';
import { CodedError } from '../base/error.ts';
import { timeZone } from '../base/stamp.ts';
import type { HealthRecord, RecordFormat, VersionSummary } from '../contract/index.ts';
import type { Message } from '../contract/text.ts';
import { asWritten, message, render } from '../texts/message.ts';
import { exportRecord } from '../versions/record/export.ts';
import { difference, figure, moment, none } from '../versions/record/figures.ts';
import { healthRecord } from '../versions/record/record.ts';
import { standingOf } from '../versions/record/standing.ts';
import { listSummaries } from '../versions/record/summaries.ts';
import { type Output, writeText } from './output.ts';
import { type Session, withStore } from './session.ts';

function line({ id, state, mode, createdAt, samples, verdict, general }: VersionSummary): string {
  const at = createdAt === null ? none : moment(createdAt, timeZone);
  const score = general ? render(figure('top1', general.after), 'en') : none;
  return [id, state, mode, at, String(samples), verdict ?? none, score].join('\t');
}

/** Prints versions, newest first and the base model last: id, state, kind, date, samples, verdict, top-1 on the fixed suites. */
export async function listAllVersions(session: Session): Promise<void> {
  const { output, clock } = session;
  const versions = await withStore(session, (store) => listSummaries(store.read, clock.now()));
  output.result({ versions }, versions.map(line));
}

function shortRecord(record: HealthRecord, { pick }: Output): string[] {
  const { version, exam, metrics, rollout, incidents, notes, damaged } = record;
  const at = (one: { at: number }, text: Message) => `${moment(one.at, timeZone)}\t${pick(text)}`;
  return [
    line(version),
    ...(exam ? [pick(exam.reason)] : []),
    ...metrics.map(({ name, before, after }) =>
      [
        name,
        pick(figure(name, before)),
        pick(figure(name, after)),
        pick(difference(name, before, after)),
      ].join('\t'),
    ),
    ...rollout.map((one) => at(one, one.text)),
    ...incidents.map((one) => at(one, one.reason)),
    ...notes.map((one) => at(one, asWritten(one.text))),
    ...damaged.map(pick),
  ];
}

/** Prints the health record, in full with `--json` only. @throws CodedError `not-found` */
export async function showVersion(session: Session, id: string): Promise<void> {
  const { output, clock } = session;
  const record = await withStore(session, (store) => healthRecord(store.read, id, clock.now()));
  output.result(record, shortRecord(record, output));
}

const formats: Readonly<Record<string, RecordFormat>> = {
  '.md': 'markdown',
  '.json': 'json',
  '.html': 'html',
};

function formatOf(file: string): RecordFormat {
  const format = formats[extname(file).toLowerCase()];
  if (format) return format;
  throw new CodedError('bad-input', message('cli.export-ending', { file }));
}

/**
 * Writes a health record to a file.
 * @param id the version that answers without it
 * @throws CodedError `bad-input`, `not-found`, `folder-unreadable`
 */
export async function exportVersion(session: Session, file: string, id?: string): Promise<void> {
  const { output, clock } = session;
  const format = formatOf(file);
  const at = clock.now();
  const record = await withStore(session, ({ read }) =>
    healthRecord(read, id ?? standingOf(read, at).live, at),
  );
  await writeText(file, exportRecord(record, format, { at, timeZone, language: output.language }).text);
  output.done({ file, id: record.version.id }, message('cli.exported', { file }));
}
