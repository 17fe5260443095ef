import type { AppState } from '../state/app-state.svelte.ts';

/** 学习我的修改: starts a run and shows its progress. */
export async function startLearning(app: AppState): Promise<void> {
  app.panel = 'records';
  await app.attempt(() => app.client.call('learn.start', {}));
}
