import type { Correction } from '../../completion/corrections.ts';
import { maskText } from '../../documents/schema/gaps.ts';
import { collectRemembered } from '../../learn/samples/collect.ts';
import { getSettings } from '../../store/settings.ts';
import { listTerms } from '../../store/terms.ts';
import type { Services } from './services.ts';

/** The writer's glossary and corrections. */
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

/** Milliseconds from a change to the reading, which for thousands of samples takes longer than a key press may. */
const readAfter = 200;

/** @returns a function that gives the words as of the last reading */
export function taughtWords(services: Pick<Services, 'store' | 'clock' | 'hub'>): () => TaughtWords {
  let known: TaughtWords | null = null;
  let cancel: () => void = () => undefined;
  services.hub.subscribe((name) => {
    if (known === null || (name !== 'samples' && name !== 'settings')) return;
    cancel();
    cancel = services.clock.after(readAfter, () => {
      // The app may have closed the store meanwhile.
      if (services.store.read.open) known = read(services);
    });
  });
  return () => {
    known ??= read(services);
    return known;
  };
}
