import type { Opening } from '../../../contract/rollouts.ts';
import type { Message } from '../../../contract/text.ts';
import type { Counts, Sample } from '../counts.ts';
import type { Comparison, Sprt } from '../sequential.ts';

/** What a rule is asked about, by the moment at which something new is known. */
export interface Seen {
  /** A request was run; it is counted already. */
  readonly run: { readonly counts: Counts; readonly sample: Sample };
  readonly memory: { readonly bytes: number };
  readonly comparison: Comparison;
  readonly errors: Sprt;
}

interface Definition<On extends keyof Seen, Figure extends string> {
  readonly name: string;
  readonly on: On;
  /** Names of the figures that are kept of what was seen. */
  readonly figures: readonly Figure[];
  /** @returns what was seen, where a version must be stopped for it; null otherwise */
  readonly opens: (seen: Seen[On]) => Readonly<Record<Figure, number>> | null;
  /** Why it was stopped, as part of a sentence. */
  readonly text: (figures: Readonly<Record<Figure, number>>) => Message;
}

/** A rule by which a breaker stops a version. */
export interface Rule {
  readonly name: string;
  opens<On extends keyof Seen>(on: On, seen: Seen[On]): Opening | null;
  /** Null where a figure is missing. */
  text(opening: Opening): Message | null;
}

export const rule = <On extends keyof Seen, Figure extends string>({
  name,
  on,
  figures: names,
  opens,
  text,
}: Definition<On, Figure>): Rule => ({
  name,
  opens(moment, seen) {
    // `moment` tells the shape of `seen`.
    const figures = moment === (on as keyof Seen) ? opens(seen as unknown as Seen[On]) : null;
    return figures && { rule: name, figures };
  },
  text: ({ figures }) =>
    names.every((one) => figures[one] !== undefined) ? text(figures as Record<Figure, number>) : null,
});

export const ms = (milliseconds: number): string => String(Math.round(milliseconds));
