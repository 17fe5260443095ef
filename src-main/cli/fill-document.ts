import { resolve } from 'node:path';
import type { Settings } from '../contract/index.ts';
import { type Ask, fillPlaces, type PlaceResult } from '../documents/fill-places.ts';
import { unwantedIn } from '../store/never.ts';
import { getSettings } from '../store/settings.ts';
import { message } from '../texts/message.ts';
import { withFile } from './documents.ts';
import { percent, withTaughtEngine } from './fill.ts';
import type { Session } from './session.ts';

export interface FillDocumentArguments {
  /** Least probability of a word that is filled in. */
  readonly atLeast: number;
  readonly blanks?: boolean;
  readonly model?: string;
}

/** Asks the version that answers, as the editor does, without the words that the writer does not want. */
async function withAsk<T>(
  session: Session,
  model: string | undefined,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  return withTaughtEngine(session, model, (running, store) => {
    const { top, maxLength }: Settings = getSettings(store.read);
    const unwanted = unwantedIn(store.read, null);
    return work(async ({ text, start, end }) => {
      const request = { text, top: top + unwanted.size, maxLength };
      const { gaps } = await running.slots.fill(request, { document: '', gap: text.slice(0, start) });
      const gap = gaps.find((one) => one.start === start && one.end === end);
      return (gap?.candidates ?? []).filter(({ word }) => !unwanted.has(word)).slice(0, top);
    });
  });
}

function lines(places: readonly PlaceResult[], pick: Session['output']['pick']): string[] {
  return places.map(({ around, word, offered }) => {
    if (word !== null) return `${around}\t${word}\t${percent(offered[0]?.probability ?? 0)}`;
    const rest = offered.map((one) => `${one.word} ${percent(one.probability)}`).join('，');
    return `${around}\t${pick(message('cli.left-empty'))}\t${rest}`;
  });
}

/**
 * Fills the gaps of a file whose best word is probable enough, and lists the others.
 * @throws CodedError `no-model` and those of the engine, and of reading and writing a file
 */
export async function fillDocument(
  session: Session,
  input: string,
  out: string,
  { atLeast, blanks = false, model }: FillDocumentArguments,
): Promise<void> {
  const { output } = session;
  await withFile(session, input, async ({ opened, doc: before, write }) => {
    const { summary } = opened;
    const waiting = summary.gaps + (blanks ? summary.blanks : 0);
    // An engine takes seconds to start, so a file without gaps goes without.
    const { doc, places } =
      waiting === 0
        ? { doc: before, places: [] }
        : await withAsk(session, model, (ask) => fillPlaces(before, ask, { atLeast, blanks }));
    const format = await write(doc, out);
    const filled = places.filter(({ word }) => word !== null);
    const left = places.filter(({ word }) => word === null);
    if (waiting === 0) output.say(message('cli.no-gaps'));
    output.result({ out: resolve(out), format, filled, left }, lines(places, output.pick));
  });
}
