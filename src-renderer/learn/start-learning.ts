import type { AppState } from '../state/app-state.svelte.ts';

/** 学习我的修改, with its progress in view. */
export async function startLearning(app: AppState): Promise<void> {
  app.panel = 'records';
  await app.attempt(() => app.client.call('learn.start', {}));
}
