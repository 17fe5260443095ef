import { createInterface } from 'node:readline/promises';
import { CodedError } from '../base/error.ts';
import type { SampleItem } from '../contract/learning.ts';
import { listSamples } from '../learn/samples/collect.ts';
import {
  contributionOf,
  importable,
  isOwn,
  type Reviewed,
  readContribution,
  review,
} from '../team/contribution.ts';
import { readGiven } from '../team/prepare-object.ts';
import { message } from '../texts/message.ts';
import { writeText } from './output.ts';
import { type Session, withStore } from './session.ts';

/** Samples that go from a writer to the administrator, as files that people carry. */

/** Largest contribution that is read, bytes. */
const mostBytes = 20 * 1024 * 1024;

const readText = async (file: string): Promise<string> =>
  Buffer.from(await readGiven(file, mostBytes)).toString('utf8');

export interface ChoiceArguments {
  readonly samples?: readonly string[];
  readonly list?: string;
}

/** The ids of a list: the first word of each line. */
const idsIn = (text: string): string[] =>
  text.split('\n').flatMap((line) => line.trim().split(/\s/, 1).filter(Boolean));

const shown = ({ id, text, answer }: Pick<SampleItem, 'id' | 'text' | 'answer'>): string =>
  [id, answer, text.replaceAll('\n', ' ')].join('\t');

/** Asks about each sample on the terminal; anything but y is a no. */
async function askEach(items: readonly SampleItem[]): Promise<string[]> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const chosen: string[] = [];
  try {
    for (const item of items)
      if (/^y/i.test(await terminal.question(`${shown(item)}\n[y/N] `))) chosen.push(item.id);
  } finally {
    terminal.close();
  }
  return chosen;
}

async function chosenOf(
  { samples, list }: ChoiceArguments,
  items: readonly SampleItem[],
): Promise<readonly string[]> {
  if (samples) return samples;
  if (list !== undefined) return idsIn(await readText(list));
  return process.stdin.isTTY ? askEach(items) : [];
}

/**
 * Writes the chosen samples to a file. Without a choice and a terminal to ask on, it only lists what could be chosen.
 * @throws CodedError `not-found`, `bad-input`, `folder-unreadable`
 */
export async function contribute(session: Session, file: string, choice: ChoiceArguments): Promise<void> {
  const { output } = session;
  const all = await withStore(session, ({ read }) => listSamples(read, { limit: 1_000_000, offset: 0 }));
  const items = all.items.filter(isOwn);
  const ids = await chosenOf(choice, items);
  if (ids.length === 0) {
    output.say(message('team.choose-samples'));
    output.result({ samples: items }, items.map(shown));
    return;
  }
  const { text, samples } = contributionOf(items, ids);
  await writeText(file, text);
  output.done({ file, samples }, message('team.contributed', { file, samples }));
}

export interface ReviewArguments extends ChoiceArguments {
  readonly out?: string;
}

const line = (one: Reviewed): string =>
  [`×${one.files}`, one.contradicted ? '!' : ' ', shown(one)].join('\t');

/**
 * Shows what writers contributed. With `--out`, writes the chosen ones for `samples import`.
 * @throws CodedError `bad-input`, `file-unreadable`, `not-found`, `folder-unreadable`
 */
export async function reviewContributions(
  { output }: Session,
  files: readonly string[],
  { out, ...choice }: ReviewArguments,
): Promise<void> {
  const read = await Promise.all(files.map(async (file) => readContribution(await readText(file))));
  const refused = read.reduce((sum, one) => sum + one.refused, 0);
  const samples = review(read);
  if (out === undefined) {
    output.result({ samples, refused }, samples.map(line));
    return;
  }
  const ids = choice.samples ?? (choice.list === undefined ? [] : idsIn(await readText(choice.list)));
  const unknown = ids.find((id) => !samples.some((one) => one.id === id));
  if (unknown !== undefined)
    throw new CodedError('not-found', message('team.no-such-sample', { id: unknown }));
  if (ids.length === 0) throw new CodedError('bad-input', message('team.choose-samples'));
  const chosen = samples.filter(({ id }) => ids.includes(id));
  await writeText(out, importable(chosen));
  output.done(
    { file: out, samples: chosen.length },
    message('team.reviewed', { file: out, samples: chosen.length }),
  );
}
