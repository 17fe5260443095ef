import type { Settings } from '../../../src-main/contract/index.ts';
import type { GhostOptions } from './ghost-state.ts';

/** Least calibrated probability of a word that is offered unasked. */
const leastOf = { quiet: 0.6, moderate: 0.35, eager: 0.18 } as const;

/** How words are offered inline. @param settings null before they are known @param snoozed whether the writer wants quiet for a while */
export const optionsOf = (settings: Settings | null, snoozed: boolean): GhostOptions => ({
  enabled: (settings?.inlineEnabled ?? false) && !snoozed,
  delayMs: settings?.inlineDelayMs ?? 250,
  atLeast: leastOf[settings?.inlineLevel ?? 'moderate'],
});

export const sameOptions = (a: GhostOptions, b: GhostOptions): boolean =>
  a.enabled === b.enabled && a.delayMs === b.delayMs && a.atLeast === b.atLeast;
