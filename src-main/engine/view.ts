import type { EngineState } from '../contract/schemas.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import { attemptOf, type Machine } from './state.ts';

/** The supervisor's state as the interface is told of it. */
export function publicState({ model, phase, ...machine }: Machine): EngineState {
  if (!model || phase.name === 'none' || phase.name === 'closed') return { phase: 'none' };
  const modelId = model.id;
  switch (phase.name) {
    case 'failed':
      return { phase: 'failed', modelId, text: phase.error.text };
    case 'ready': {
      const { provider, precision, note } = phase;
      const { standInFor } = model;
      const served = { modelId, version: baseVersion, provider, precision, providerNote: note, standInFor };
      return { phase: 'ready', ...served, next: null };
    }
    case 'starting':
    case 'backing-off':
      if (!phase.text) return { phase: 'starting', modelId };
      return {
        phase: 'restarting',
        modelId,
        attempt: attemptOf({ model, phase, ...machine }),
        text: phase.text,
      };
  }
}
