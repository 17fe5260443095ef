import type { Message } from '../../contract/text.ts';
import type { HealthRecord, MetricName } from '../../contract/versions.ts';
import { asWritten, isKnown, message } from '../../texts/message.ts';
import { type Cell, given, own, type Section, sentence } from './document.ts';
import { none } from './figures.ts';

/** The appendix of a record: what a technician asks for, under the field's own terms. */

const terms: readonly {
  readonly names: readonly MetricName[];
  readonly text: Message;
  readonly term: Message;
}[] = [
  {
    names: ['top1', 'held-out-top1', 'learned-top1'],
    text: message('archive.detail.term.right-at-first'),
    term: message('archive.detail.term.top-1'),
  },
  {
    names: ['top3', 'held-out-top3'],
    text: message('archive.detail.term.within-three'),
    term: message('archive.detail.term.top-3'),
  },
  {
    names: ['mrr', 'held-out-mrr'],
    text: message('archive.detail.term.places'),
    term: message('archive.detail.term.mrr'),
  },
  {
    names: ['ece'],
    text: message('archive.detail.term.sureness-error'),
    term: message('archive.detail.term.ece'),
  },
  {
    names: ['p50'],
    text: message('archive.detail.term.usual-time'),
    term: message('archive.detail.term.p50'),
  },
  {
    names: ['p95'],
    text: message('archive.detail.term.slow-time'),
    term: message('archive.detail.term.p95'),
  },
];

const values: Readonly<Record<string, Message>> = {
  true: message('archive.yes'),
  false: message('archive.no'),
  patch: message('version.detail.mode.patch'),
  lora: message('version.detail.mode.lora'),
};

/** Settings of the recipe, nested ones by a path. */
function leaves(value: unknown, path: readonly string[] = []): [readonly string[], string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  if (Array.isArray(value)) return [[path, value.map(String).join(', ')]];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

const listed = (table: Readonly<Record<string, Message>>, name: string): Message =>
  (Object.hasOwn(table, name) ? table[name] : undefined) ?? asWritten(name);

/** A part of a setting's path; one that the table does not name is written as it is. */
function partName(name: string): Message {
  const code = `archive.detail.part.${name}`;
  return isKnown(code) ? { code } : asWritten(name);
}

const within = (outer: Message, inner: Message): Message =>
  message('archive.detail.within', { outer, inner });

function settings(group: Message, value: object | null): Cell[][] {
  return leaves(value ?? {}).map(([path, text]) => {
    const names = path.map(partName);
    const known = Object.hasOwn(values, text) ? values[text] : undefined;
    return [
      own(message('archive.detail.setting', { group, name: names.reduce(within) })),
      known === undefined ? given(text) : own(known),
    ];
  });
}

/** Everything here is for comparing and repeating a run; no other section leans on it. */
export function technicalPart({ training: run, version, exam, metrics }: HealthRecord): Section {
  const title = message('archive.detail.technical');
  const used = terms.filter(({ names }) => metrics.some(({ name }) => names.includes(name)));
  const rows: Cell[][] = [
    ...used.map(({ text, term }): Cell[] => [own(message('archive.detail.means', { text })), own(term)]),
    ...(exam
      ? [
          [
            own(message('archive.detail.precision')),
            own(message(`archive.detail.precision.${exam.precision}`)),
          ],
        ]
      : []),
    ...(run
      ? [
          [own(message('archive.detail.way-of-learning')), own(listed(values, run.mode))],
          [own(message('archive.detail.seed')), own(String(run.seed))],
          [own(message('archive.detail.base-hash')), given(version.base ?? none)],
          [own(message('archive.detail.patch-file')), given(run.patchFile)],
          ...settings(message('archive.detail.recipe'), run.recipe),
          ...settings(message('archive.detail.training-data'), run.metrics),
        ]
      : []),
    ...(exam?.calibration ? settings(message('archive.detail.calibration'), exam.calibration) : []),
  ];
  if (rows.length === 0) return { title, blocks: [sentence(message('archive.none'))] };
  const head = [message('archive.field'), message('archive.value')];
  return { title, blocks: [{ kind: 'table', head, rows }] };
}
