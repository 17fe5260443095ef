import type { OriginKind } from '../contract/phrases.ts';
import type { InlineLevel } from '../contract/schemas.ts';
import { least } from './levels.ts';
import { type Personal, shifted } from './personal.ts';

/** One list of what all sources offer at the caret, by the probability that the writer goes on this way. */

export interface Offer {
  readonly text: string;
  /** Calibrated, before what the writer's answers make of it. */
  readonly probability: number;
  readonly origin: OriginKind;
  /** Documents that go on this way, by their numbers in the index of `origin`, the latest first. */
  readonly documents: readonly number[];
}

export interface Chosen extends Offer {
  /** That this writer takes it: what the levels promise. */
  readonly expected: number;
}

export interface Decision {
  readonly level: InlineLevel;
  readonly personal: Personal;
  readonly isUnwanted: (text: string) => boolean;
  /** Most offers. */
  readonly top: number;
}

/** Units that an accepted offer saves, on average. */
const saved = ({ expected, text }: Chosen) => expected * (text.length - 1);

/** Offers that are sure enough for the level, those that save most first; of the same text the surest. */
export function decide(
  offers: readonly Offer[],
  { level, personal, isUnwanted, top }: Decision,
): readonly Chosen[] {
  const sure = offers
    .map((one): Chosen => ({ ...one, expected: shifted(one.probability, personal[one.origin]) }))
    .filter(
      ({ expected, text, origin }) => text !== '' && expected >= least(level, origin) && !isUnwanted(text),
    )
    .toSorted((a, b) => b.expected - a.expected);
  const once = [...Map.groupBy(sure, ({ text }) => text).values()].flatMap(([surest]) => surest ?? []);
  return once.toSorted((a, b) => saved(b) - saved(a) || b.expected - a.expected).slice(0, top);
}
