import { message } from '../../src-main/texts/message.ts';
import type { AppState } from '../state/app-state.svelte.ts';

/** 立即切回; does nothing without a version to go back to. */
export async function goBack(app: AppState): Promise<void> {
  const to = app.live.slot?.backTo ?? null;
  if (to === null) return;
  const said = message('back.done', { version: app.live.nameOf(to) });
  const view = await app.attempt(() => app.client.call('slot.rollback', {}));
  if (!view) return;
  app.live.slotIs(view);
  app.tell(said);
}
