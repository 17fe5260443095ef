import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src-main/engine/api.ts';
import type { Place, Terms } from '../../src-main/engine/protocol.ts';
import type { MemoryEntry } from '../../src-main/fillmask/recall.ts';
import { scrub } from '../../src-main/privacy/scrub.ts';
import { giveFeedback } from '../../src-main/store/feedback.ts';
import type { Store } from '../../src-main/store/open.ts';
import { recordSuggestion } from '../../src-main/store/suggestions.ts';
import { tempDir } from './temp.ts';

/** What an engine was told by the services over a real store. */
export interface Told {
  readonly memory: Map<string, MemoryEntry>;
  readonly embedded: Place[];
  prepared: number;
  terms: Terms | null;
}

export const nothingTold = (): Told => ({ memory: new Map(), embedded: [], prepared: 0, terms: null });

export const wordsOf = (told: Told): string[] => [...told.memory.values()].map((one) => one.word).toSorted();

/** An engine that keeps what it is told and loads whatever it is asked to. */
export function listeningEngine(told: Told): Engine {
  const part: Pick<
    Engine,
    'embed' | 'prepare' | 'calibrate' | 'setTerms' | 'remember' | 'onState' | 'onProcess' | 'load' | 'unload'
  > = {
    async embed(places) {
      told.embedded.push(...places);
      return places.map(({ text, length }) => Float32Array.of(text.length, length, 1));
    },
    async prepare(texts) {
      told.prepared = texts.length;
    },
    calibrate: async () => null,
    setTerms(terms) {
      told.terms = terms;
    },
    remember({ add, remove }) {
      for (const id of remove) told.memory.delete(id);
      for (const entry of add) told.memory.set(entry.id, entry);
    },
    onState: () => () => undefined,
    onProcess: () => () => undefined,
    load: async (_, gaps) => ({ answers: gaps.map(() => null), milliseconds: 1, ranking: '' }),
    unload: async () => undefined,
  };
  // These services ask nothing else of an engine.
  return part as Engine;
}

/** The folder of a model whose weights are its name. */
export function modelFolder(name: string): string {
  const dir = join(tempDir(), name);
  mkdirSync(dir);
  writeFileSync(join(dir, 'model.safetensors'), name);
  return dir;
}

export const word = (text: string) => scrub(text).text;

export interface Said {
  /** Milliseconds since the epoch. */
  readonly at?: number;
  readonly kind?: 'wrong' | 'right' | 'accepted';
  /** The suggestion that is judged once more; a new one where it is absent. */
  readonly suggestion?: string;
}

/** What the writer said of a suggestion at the gap of `context`. @returns the ids of the feedback and the suggestion */
export function correct(
  store: Store,
  context: string,
  meant: string,
  { at = 2, kind = 'wrong', suggestion }: Said = {},
): { readonly id: string; readonly suggestion: string } {
  const suggestionId = suggestion ?? randomUUID();
  if (suggestion === undefined)
    recordSuggestion(store.write, {
      id: suggestionId,
      at,
      context: word(context),
      gapStart: context.indexOf('[MASK]'),
      gapEnd: context.indexOf('[MASK]') + 6,
      offered: [{ word: word('收到'), probability: 0.5 }],
      stage: 'full',
      modelId: 'm',
      version: 'base',
      provider: 'cpu',
      milliseconds: 1,
    });
  const id = randomUUID();
  giveFeedback(store.write, { id, suggestionId, at, kind, word: word(meant) });
  return { id, suggestion: suggestionId };
}
