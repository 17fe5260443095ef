import type { Message } from '../../contract/text.ts';
import type { HealthRecord, MetricName } from '../../contract/versions.ts';
import { asWritten, message } from '../../texts/message.ts';
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

/** The parts of a setting's path; one that is not listed is written as it is. */
const parts: Readonly<Record<string, Message>> = {
  mode: message('archive.detail.part.mode'),
  seed: message('archive.detail.part.seed'),
  rank: message('archive.detail.part.rank'),
  biases: message('archive.detail.part.biases'),
  learningRates: message('archive.detail.part.learningRates'),
  last: message('archive.detail.part.last'),
  middle: message('archive.detail.part.middle'),
  optimizer: message('archive.detail.part.optimizer'),
  betas: message('archive.detail.part.betas'),
  epsilon: message('archive.detail.part.epsilon'),
  weightDecay: message('archive.detail.part.weightDecay'),
  clipNorm: message('archive.detail.part.clipNorm'),
  schedule: message('archive.detail.part.schedule'),
  warmUp: message('archive.detail.part.warmUp'),
  floor: message('archive.detail.part.floor'),
  epochs: message('archive.detail.part.epochs'),
  batch: message('archive.detail.part.batch'),
  replayRatio: message('archive.detail.part.replayRatio'),
  leastReplay: message('archive.detail.part.leastReplay'),
  mostReplay: message('archive.detail.part.mostReplay'),
  replayWeight: message('archive.detail.part.replayWeight'),
  contextWeight: message('archive.detail.part.contextWeight'),
  rivalShare: message('archive.detail.part.rivalShare'),
  contextlessWeight: message('archive.detail.part.contextlessWeight'),
  heldOut: message('archive.detail.part.heldOut'),
  heldOutWeight: message('archive.detail.part.heldOutWeight'),
  patience: message('archive.detail.part.patience'),
  learnedLoss: message('archive.detail.part.learnedLoss'),
  rows: message('archive.detail.part.rows'),
  heldOutRows: message('archive.detail.part.heldOutRows'),
  keptEpoch: message('archive.detail.part.keptEpoch'),
  updates: message('archive.detail.part.updates'),
  loss: message('archive.detail.part.loss'),
  replayLoss: message('archive.detail.part.replayLoss'),
  heldOutLoss: message('archive.detail.part.heldOutLoss'),
  heldOutAccuracy: message('archive.detail.part.heldOutAccuracy'),
};

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

const within = (outer: Message, inner: Message): Message =>
  message('archive.detail.within', { outer, inner });

function settings(group: Message, value: object | null): Cell[][] {
  return leaves(value ?? {}).map(([path, text]) => {
    const names = path.map((name) => listed(parts, name));
    const known = Object.hasOwn(values, text) ? values[text] : undefined;
    return [
      own(message('archive.detail.setting', { group, name: names.reduce(within) })),
      known === undefined ? given(text) : own(known),
    ];
  });
}

/** Everything here is for comparing and repeating a run; no other section leans on it. */
export function technicalPart({ training: run, version, metrics }: HealthRecord): Section {
  const title = message('archive.detail.technical');
  const used = terms.filter(({ names }) => metrics.some(({ name }) => names.includes(name)));
  const rows: Cell[][] = [
    ...used.map(({ text, term }): Cell[] => [own(message('archive.detail.means', { text })), own(term)]),
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
  ];
  if (rows.length === 0) return { title, blocks: [sentence(message('archive.none'))] };
  const head = [message('archive.field'), message('archive.value')];
  return { title, blocks: [{ kind: 'table', head, rows }] };
}
