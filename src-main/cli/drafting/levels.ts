import type { InlineLevel } from '../../contract/schemas.ts';
import { type Draft, type Tally, together, writeOut } from './writer.ts';
import { ghostOf, type Written } from './written.ts';

export interface Figures {
  readonly shown: number;
  readonly right: number;
  /** Ghosts shown per 100 characters. */
  readonly per100: number;
  /** Share of the shown ghosts that were right; null if none was shown. */
  readonly precision: number | null;
  /** Share of the key presses that the right ghosts saved. */
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

/** Simulates the typing of all texts at one level. */
export function draftAt(level: InlineLevel, texts: readonly Written[]): LevelFigures {
  const drafts = texts.map(({ text, candidatesAt }) =>
    writeOut(text, (units) => ghostOf(candidatesAt(units), level)),
  );
  return ofDraft(together(drafts));
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}
