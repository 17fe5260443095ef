import type { Level } from '../../completion/levels.ts';
import type { PhraseCandidate } from '../../completion/predict.ts';
import { type Draft, type Ghost, type Tally, together, writeOut } from './writer.ts';

/** The texts that are written, and what may be offered in them. */
export interface Written {
  readonly text: string;
  candidatesAt(units: number): readonly PhraseCandidate[];
}

/** The ghost of a level, if any. */
export type Decide = (candidates: readonly PhraseCandidate[], level: Level) => Ghost | null;

export interface Figures {
  readonly shown: number;
  readonly right: number;
  /** Ghosts for 100 characters. */
  readonly per100: number;
  /** Null where nothing was shown. */
  readonly precision: number | null;
  /** Share of the key presses. */
  readonly saved: number;
}

export interface LevelFigures extends Figures {
  readonly sources: Readonly<Record<string, Figures>>;
}

function figures({ shown, right, saved }: Tally, keys: number): Figures {
  return {
    shown,
    right,
    per100: (100 * shown) / Math.max(1, keys),
    precision: shown === 0 ? null : right / shown,
    saved: saved / Math.max(1, keys),
  };
}

function ofDraft(draft: Draft): LevelFigures {
  const sources = Object.entries(draft.kinds).map(([kind, tally]) => [kind, figures(tally, draft.keys)]);
  return { ...figures(draft, draft.keys), sources: Object.fromEntries(sources) };
}

/** Writes all texts at one level. */
export function draftAt(level: Level, texts: readonly Written[], decide: Decide): LevelFigures {
  return ofDraft(
    together(
      texts.map(({ text, candidatesAt }) => writeOut(text, (units) => decide(candidatesAt(units), level))),
    ),
  );
}
