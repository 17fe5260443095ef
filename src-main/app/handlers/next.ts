import { randomUUID } from 'node:crypto';
import type { Candidate, Handlers, Parsed } from '../../contract/index.ts';
import { unwantedIn } from '../../store/never.ts';
import { getSettings } from '../../store/settings.ts';
import { recordShown } from './record-shown.ts';
import type { Services } from './services.ts';

/** Least calibrated probability by level. */
const leastOf = { quiet: 0.6, moderate: 0.35, eager: 0.18 } as const;
/** A correction that was made a moment ago is waited for so long, milliseconds. */
const teachingWait = 400;
/** Units on each side of the caret that the model is shown. */
const modelReach = 400;
const maskText = '[MASK]';

type Options = Services & { readonly makeRoom: () => void };

const isLowSurrogate = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/** The text around the caret with a gap at it. */
function aroundCaret({ before, after }: Parsed<'suggest.next'>) {
  let from = Math.max(0, before.length - modelReach);
  if (isLowSurrogate(before, from)) from++;
  let to = Math.min(after.length, modelReach);
  if (isLowSurrogate(after, to)) to--;
  const left = before.slice(from).trimStart();
  const text = left + maskText + after.slice(0, to).trimEnd();
  return { text, start: left.length, end: left.length + maskText.length };
}

export function nextHandler({ store, slots, teaching, clock, makeRoom }: Options): Handlers['suggest.next'] {
  return async (input, { signal }) => {
    makeRoom();
    await teaching.settled(teachingWait);
    const { requestId, documentId, gapKey } = input;
    const { maxLength, top: usual } = getSettings(store.read);
    const unwanted = unwantedIn(store.read, documentId ?? null);
    const top = input.top ?? usual;
    const { text, start, end } = aroundCaret(input);
    const answer = await slots.fill(
      { text, maxLength, top: top + unwanted.size, ...(gapKey === undefined ? {} : { gapKey }) },
      { document: documentId ?? '', gap: gapKey ?? text.slice(Math.max(0, start - 40), start) },
      { signal },
    );
    const { modelId, version, milliseconds, provider } = answer;
    const served = { requestId, milliseconds, modelId, version };
    const candidates: Candidate[] = (answer.gaps.find((gap) => gap.start === start)?.candidates ?? [])
      .filter(({ word }) => !unwanted.has(word))
      .slice(0, top)
      .map((one) => ({ ...one, origin: { kind: 'model', documents: 0, titles: [] } }));
    if ((candidates[0]?.probability ?? 0) < leastOf[input.level])
      return { ...served, candidates: [], suggestionId: null };
    const suggestionId = randomUUID();
    recordShown(store.write, {
      ...served,
      id: suggestionId,
      at: clock.now(),
      documentId,
      text,
      start,
      end,
      candidates,
      stage: 'full',
      provider,
    });
    return { ...served, candidates, suggestionId };
  };
}
