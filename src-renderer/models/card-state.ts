import type { Connection, EngineState, ModelInfo } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';

/** The state of a model on its card. */
export interface CardState {
  readonly tag: 'inUse' | 'starting' | 'stopped' | 'installed' | null;
  /** Whether it is the chosen model, even if it does not answer. */
  readonly chosen: boolean;
  /** Why it does not answer. */
  readonly failure: Message | null;
}

/** While the shell cannot be reached, its last report of the engine is outdated. */
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
