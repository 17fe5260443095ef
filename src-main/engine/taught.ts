import type { MemoryChange, MemoryEntry } from '../fillmask/recall.ts';
import type { Terms, ToEngine } from './protocol.ts';

/** What every new process of a model is given at its start. */
export interface Taught {
  setTerms(terms: Terms): void;
  remember(change: MemoryChange): void;
  /** Another model remembers nothing of it. */
  forget(): void;
  all(): { readonly terms: Terms; readonly memory: readonly MemoryEntry[] };
}

/** @param post sends to the process that runs now, where one does */
export function createTaught(post: (message: ToEngine) => void): Taught {
  const memory = new Map<string, MemoryEntry>();
  let terms: Terms = { glossary: [], learned: [] };
  return {
    setTerms(words) {
      terms = words;
      post({ kind: 'terms', terms });
    },
    remember(change) {
      for (const id of change.remove) memory.delete(id);
      for (const entry of change.add) memory.set(entry.id, entry);
      post({ kind: 'memory', change });
    },
    forget: () => memory.clear(),
    all: () => ({ terms, memory: [...memory.values()] }),
  };
}
