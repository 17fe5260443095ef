import type { Message } from '../../contract/text.ts';
import type { HealthRecord } from '../../contract/versions.ts';
import { asWritten, message } from '../../texts/message.ts';
import { base } from '../policy/version.ts';
import {
  type Block,
  type Cell,
  given,
  own,
  type Reading,
  type RecordDocument,
  type Section,
  sentence,
} from './document.ts';
import { difference, figure, megabytes, moment, none } from './figures.ts';
import { servicePart } from './service-sections.ts';
import { driftPart, limitsPart } from './suite-sections.ts';
import { technicalPart } from './technical.ts';

/** A health record section by section, in the order that a reader asks. */

const modes: Readonly<Record<'base' | 'patch' | 'lora', Message>> = {
  base: message('archive.mode.base'),
  patch: message('version.mode.patch'),
  lora: message('version.mode.lora'),
};

const of = (text: Message): Cell => ({ kind: 'own', text });
const table = (head: readonly Message[], rows: readonly (readonly Cell[])[]): Block => ({
  kind: 'table',
  head,
  rows,
});
const fieldHead = [message('archive.field'), message('archive.value')];

export const versionName = (id: string): Cell => (id === base ? own(message('archive.base')) : own(id));

function overview({ version, exam, damaged }: HealthRecord, { timeZone, at }: Reading): Section {
  const rows: Cell[][] = [
    [own(message('archive.id')), versionName(version.id)],
    [own(message('archive.state')), of(message(`archive.state.${version.state}`))],
    [own(message('archive.mode')), of(modes[version.mode])],
    [own(message('archive.model')), given(version.modelId ?? none)],
    [
      own(message('archive.verdict')),
      version.verdict ? of(message(`archive.verdict.${version.verdict}`)) : own(message('archive.no-exam')),
    ],
    [own(message('archive.written-out')), own(moment(at, timeZone))],
  ];
  if (version.removedAt !== null)
    rows.push([own(message('archive.removed-at')), own(moment(version.removedAt, timeZone))]);
  return {
    title: message('record.overview'),
    blocks: [table(fieldHead, rows), ...(exam ? [sentence(exam.reason)] : []), ...damaged.map(sentence)],
  };
}

function training({ training: run, exam }: HealthRecord, { timeZone }: Reading): Section {
  const title = message('archive.training');
  if (!run) {
    const text = message('archive.base-untaught');
    return { title, blocks: [sentence(text)] };
  }
  const rows: Cell[][] = [
    [own(message('archive.trained')), own(moment(run.at, timeZone))],
    [
      own(message('archive.samples')),
      own(
        exam?.returned
          ? message('archive.sample-returned', { samples: run.samples, returned: exam.returned.after.n })
          : message('archive.sample-counts', { samples: run.samples, heldOut: run.heldOut }),
      ),
    ],
    ...run.sources.map(({ source, count }): Cell[] => {
      const from = message(`archive.source.${source}`);
      return [own(message('archive.from-source', { source: from })), own(String(count))];
    }),
    [own(message('archive.size')), own(megabytes(run.patchBytes))],
  ];
  return { title, blocks: [table(fieldHead, rows)] };
}

function comparison({ exam, metrics }: HealthRecord): Section {
  const title = message('archive.comparison');
  if (!exam) return { title, blocks: [sentence(message('record.unexamined'))] };
  const { gained, lost } = exam.overall.paired;
  const { given: sure, wrong } = exam.confidence.after.sure;
  return {
    title,
    blocks: [
      table(
        [
          message('archive.figure'),
          exam.against === base ? message('version.base') : asWritten(exam.against),
          message('archive.this-version'),
          message('archive.change'),
        ],
        metrics.map(({ name, before, after }) => [
          of(message(`archive.metric.${name}`)),
          of(figure(name, before)),
          of(figure(name, after)),
          of(difference(name, before, after)),
        ]),
      ),
      sentence(message('archive.sure-answers', { n: exam.overall.after.n, gained, lost, sure, wrong })),
    ],
  };
}

export const documentOf = (record: HealthRecord, reading: Reading): RecordDocument => {
  const { id } = record.version;
  return {
    title: message('archive.title', { version: id === base ? message('archive.base') : id }),
    sections: [
      overview(record, reading),
      training(record, reading),
      comparison(record),
      driftPart(record),
      limitsPart(record),
      ...servicePart(record, reading),
      technicalPart(record),
    ],
  };
};
