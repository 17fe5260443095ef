import type { Settings } from '../../../src-main/contract/index.ts';
import type { GhostOptions } from './ghost-state.ts';

/** How words are offered inline. @param settings null before they are known @param snoozed whether the writer wants quiet for a while */
export const optionsOf = (settings: Settings | null, snoozed: boolean): GhostOptions => ({
  enabled: (settings?.inlineEnabled ?? false) && !snoozed,
  delayMs: settings?.inlineDelayMs ?? 250,
  level: settings?.inlineLevel ?? 'moderate',
});

export const sameOptions = (a: GhostOptions, b: GhostOptions): boolean =>
  a.enabled === b.enabled && a.delayMs === b.delayMs && a.level === b.level;
