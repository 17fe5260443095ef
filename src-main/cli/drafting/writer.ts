import type { PhraseKind } from '../../completion/predict.ts';

/** A simulated writer: one key press for each UTF-16 unit, and one to accept a ghost, which happens only if it is right. */

export interface Ghost {
  readonly text: string;
  readonly kind: PhraseKind;
}

export interface Tally {
  readonly shown: number;
  readonly right: number;
  /** Key presses that the accepted ghosts saved. */
  readonly saved: number;
}

export interface Draft extends Tally {
  /** Key presses for the whole text without ghosts. */
  readonly keys: number;
  readonly kinds: Readonly<Partial<Record<PhraseKind, Tally>>>;
}

const none: Tally = { shown: 0, right: 0, saved: 0 };

export const sum = (a: Tally, b: Tally): Tally => ({
  shown: a.shown + b.shown,
  right: a.right + b.right,
  saved: a.saved + b.saved,
});

/** @param ghostAt the ghost shown after so many units of the text */
export function writeOut(text: string, ghostAt: (units: number) => Ghost | null): Draft {
  const kinds: Partial<Record<PhraseKind, Tally>> = {};
  let total = none;
  let at = 0;
  while (at < text.length) {
    const ghost = ghostAt(at);
    const isRight = ghost !== null && text.startsWith(ghost.text, at);
    if (ghost) {
      const one = { shown: 1, right: Number(isRight), saved: isRight ? ghost.text.length - 1 : 0 };
      total = sum(total, one);
      kinds[ghost.kind] = sum(kinds[ghost.kind] ?? none, one);
    }
    at += isRight ? ghost.text.length : 1;
  }
  return { ...total, keys: text.length, kinds };
}

export function together(drafts: readonly Draft[]): Draft {
  const kinds: Partial<Record<PhraseKind, Tally>> = {};
  for (const draft of drafts) {
    for (const [kind, tally] of Object.entries(draft.kinds)) {
      kinds[kind as PhraseKind] = sum(kinds[kind as PhraseKind] ?? none, tally);
    }
  }
  const keys = drafts.reduce((all, draft) => all + draft.keys, 0);
  return { ...drafts.reduce<Tally>(sum, none), keys, kinds };
}
