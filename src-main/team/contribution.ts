import { z } from 'zod';
import { CodedError } from '../base/error.ts';
import type { SampleItem } from '../contract/learning.ts';
import { sampleId } from '../learn/samples/id.ts';
import { type ValidSample, validateSample } from '../learn/samples/validate.ts';
import { message } from '../texts/message.ts';

/**
 * Samples that a writer hands to the administrator as a file: chosen one by one, scrubbed once more, without name, date
 * or document. Nothing is sent. Pure.
 */

const Header = z.object({ format: z.literal('bumo-contribution'), formatVersion: z.literal(1) });

const Line = z.object({
  text: z.string().max(5_000),
  answer: z.string().max(64),
  rejected: z.array(z.string().max(64)).max(50).default([]),
});

/** Most lines of a file that are read. */
const mostLines = 20_000;

const checked = (given: z.infer<typeof Line>): ValidSample | null => {
  // Scrubs text and words by the rules of today, whichever stored them.
  const result = validateSample(given);
  return result.ok ? result.sample : null;
};

const lineOf = ({ text, answer, rejected }: ValidSample): string =>
  `${JSON.stringify({ text, answer, rejected })}\n`;

/** Whether a sample may be contributed: the writer's own, approved, and not what the team shares already. */
export const isOwn = ({ team, status, unused }: SampleItem): boolean =>
  !team && status === 'approved' && unused === null;

export interface Contribution {
  readonly text: string;
  /** Number of samples in it. */
  readonly samples: number;
}

/**
 * The chosen samples as a file, in an order that says nothing of when they were given.
 * @param ids of the chosen ones
 * @throws CodedError `not-found` if an id is that of no sample which may be contributed
 */
export function contributionOf(samples: readonly SampleItem[], ids: readonly string[]): Contribution {
  const known = new Map(samples.filter(isOwn).map((sample) => [sample.id, sample]));
  const lines = new Set<string>();
  for (const id of ids) {
    const sample = known.get(id);
    if (!sample) throw new CodedError('not-found', message('team.no-such-sample', { id }));
    const valid = checked({ text: sample.text, answer: sample.answer, rejected: [...sample.rejected] });
    if (valid) lines.add(lineOf(valid));
  }
  const header = `${JSON.stringify({ format: 'bumo-contribution', formatVersion: 1 })}\n`;
  return { text: header + [...lines].toSorted().join(''), samples: lines.size };
}

/** @returns null for a line that is no sample */
function readLine(line: string): ValidSample | null {
  try {
    const read = Line.safeParse(JSON.parse(line));
    return read.success ? checked(read.data) : null;
  } catch {
    return null;
  }
}

export interface ReadContribution {
  readonly samples: readonly ValidSample[];
  /** Number of lines that are no valid samples. */
  readonly refused: number;
}

const isHeader = (line: string): boolean => {
  try {
    return Header.safeParse(JSON.parse(line)).success;
  } catch {
    return false;
  }
};

/** @throws CodedError `bad-input` if the text is no contribution */
export function readContribution(text: string): ReadContribution {
  const [first = '', ...lines] = text.split('\n');
  if (!isHeader(first) || lines.length > mostLines)
    throw new CodedError('bad-input', message('team.no-contribution'));
  const read = lines.filter((line) => line.trim() !== '').map(readLine);
  const samples = read.filter((one) => one !== null);
  return { samples, refused: read.length - samples.length };
}

export interface Reviewed {
  readonly id: string;
  readonly text: string;
  readonly answer: string;
  readonly rejected: readonly string[];
  /** Number of files that have it. */
  readonly files: number;
  /** Whether another sample has the same text and another answer. */
  readonly contradicted: boolean;
}

/** The samples of several files, those of most files first. */
export function review(files: readonly ReadContribution[]): Reviewed[] {
  const found = new Map<string, { sample: ValidSample; files: number }>();
  for (const { samples } of files)
    for (const [id, sample] of new Map(samples.map((one) => [sampleId(one.text, one.answer), one])))
      found.set(id, { sample, files: (found.get(id)?.files ?? 0) + 1 });
  const answers = Map.groupBy(found.values(), ({ sample }) => sample.text);
  return [...found]
    .map(([id, { sample, files: n }]) => ({
      id,
      text: sample.text,
      answer: sample.answer,
      rejected: sample.rejected,
      files: n,
      contradicted: (answers.get(sample.text)?.length ?? 0) > 1,
    }))
    .toSorted((a, b) => b.files - a.files || (a.text < b.text ? -1 : 1));
}

/** Samples for `samples import --kind correction`. */
export const importable = (samples: readonly Reviewed[]): string =>
  samples.map(({ text, answer, rejected }) => `${JSON.stringify({ text, answer, rejected })}\n`).join('');
