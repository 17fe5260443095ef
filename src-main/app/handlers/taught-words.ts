import type { Correction } from '../../completion/corrections.ts';
import { maskText } from '../../documents/schema/gaps.ts';
import { collectRemembered } from '../../learn/samples/collect.ts';
import { getSettings } from '../../store/settings.ts';
import { listTerms } from '../../store/terms.ts';
import type { Services } from './services.ts';

/** What the writer taught in words: the glossary, and the words given in the place of others. */
export interface TaughtWords {
  readonly terms: readonly string[];
  readonly corrections: readonly Correction[];
}

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

/** Milliseconds after a change; with thousands of samples, reading takes longer than a key may. */
const readAfter = 200;

/** @returns what was taught so far; what was taught this moment counts a moment later */
export function taughtWords(services: Pick<Services, 'store' | 'clock' | 'hub'>): () => TaughtWords {
  let known: TaughtWords | null = null;
  let cancel: () => void = () => undefined;
  services.hub.subscribe((name) => {
    if (known === null || (name !== 'samples' && name !== 'settings')) return;
    cancel();
    cancel = services.clock.after(readAfter, () => {
      // The app may be gone by then.
      if (services.store.read.open) known = read(services);
    });
  });
  return () => {
    known ??= read(services);
    return known;
  };
}
