import type { Correction } from '../../completion/corrections.ts';
import { collectRemembered } from '../../learn/samples/collect.ts';
import { getSettings } from '../../store/settings.ts';
import { listTerms } from '../../store/terms.ts';
import type { Services } from './services.ts';

/** What the writer taught in words: the glossary, and the words given in the place of others. */
export interface TaughtWords {
  readonly terms: readonly string[];
  readonly corrections: readonly Correction[];
}

const maskText = '[MASK]';

function read({ store, clock }: Pick<Services, 'store' | 'clock'>): TaughtWords {
  const samples = getSettings(store.read).memory ? collectRemembered(store.read, clock.now()) : [];
  const given = samples.filter(({ source }) => source === 'correction' || source === 'confirmation');
  return {
    terms: listTerms(store.read).map(({ term }) => term),
    corrections: given.map(({ text, answer }) => ({
      before: text.slice(0, text.indexOf(maskText)),
      word: answer,
    })),
  };
}

/** @returns what was taught so far, read again after it has changed */
export function taughtWords(services: Pick<Services, 'store' | 'clock' | 'hub'>): () => TaughtWords {
  let known: TaughtWords | null = null;
  services.hub.subscribe((name) => {
    if (name === 'samples' || name === 'settings') known = null;
  });
  return () => {
    known ??= read(services);
    return known;
  };
}
