import type { LearnOutcome, Notice } from '../../src-main/contract/index.ts';
import { render } from '../../src-main/texts/message.ts';

/** What the writer is told on top of the page, as pure functions. */

export interface ShownNotice extends Notice {
  readonly id: number;
}

const sameText = (a: Notice, b: Notice): boolean => render(a.text, 'zh') === render(b.text, 'zh');

/** A notice that is shown already is not shown twice. @param id of the new one */
export const withNotice = (
  notices: readonly ShownNotice[],
  notice: Notice,
  id: number,
): readonly ShownNotice[] =>
  notices.some((one) => sameText(one, notice)) ? notices : [...notices, { ...notice, id }];

export const withoutNotice = (notices: readonly ShownNotice[], id: number): readonly ShownNotice[] =>
  notices.filter((one) => one.id !== id);

/** Takes back what no longer holds. */
export const withoutText = (notices: readonly ShownNotice[], text: Notice['text']): readonly ShownNotice[] =>
  notices.filter((one) => !sameText(one, { level: one.level, text }));

/** The notice of how a run ended; null where the writer saw it, or ended it. @param seen whether the panel is open that tells it */
export function noticeOfRun(outcome: LearnOutcome, seen: boolean): Notice | null {
  if (seen || outcome.kind === 'cancelled') return null;
  if (outcome.kind === 'failed') return { level: 'error', text: outcome.text };
  return { level: 'info', text: outcome.report.reason };
}
