import type { Bilingual, Connection, EngineState, ModelInfo } from '../../src-main/contract/index.ts';

/** What a model's card says of the model. */
export interface CardState {
  readonly tag: 'inUse' | 'starting' | 'stopped' | 'installed' | null;
  /** Chosen to answer, whether it does or not. */
  readonly chosen: boolean;
  /** Why it does not answer. */
  readonly failure: Bilingual | null;
}

/** While the shell is out of reach, what it said last of its engine is old. */
export function cardState(
  { id, installed }: Pick<ModelInfo, 'id' | 'installed'>,
  engine: EngineState,
  connection: Connection,
): CardState {
  const chosen = engine.phase !== 'none' && engine.modelId === id;
  const present = installed ? 'installed' : null;
  if (!chosen || connection !== 'open') return { tag: present, chosen, failure: null };
  switch (engine.phase) {
    case 'ready':
      return { tag: 'inUse', chosen, failure: null };
    case 'starting':
      return { tag: 'starting', chosen, failure: null };
    case 'restarting':
      return { tag: 'starting', chosen, failure: engine.text };
    case 'failed':
      return { tag: 'stopped', chosen, failure: engine.text };
  }
}
