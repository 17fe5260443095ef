import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phraseHandlers } from '../../../src-main/app/handlers/phrases.ts';
import type { Services } from '../../../src-main/app/handlers/services.ts';
import { silentLog } from '../../../src-main/base/log.ts';
import type { Handlers, Input, Method, Output } from '../../../src-main/contract/index.ts';
import { PhrasesState } from '../../../src-main/contract/phrases.ts';
import { createDispatch } from '../../../src-main/shell/dispatch.ts';
import { enter } from '../../phrases/own-phrases-world.ts';

test('the calls about own documents answer as the contract says', async () => {
  const { own, folder, told } = enter();
  // The handlers use nothing else.
  const services = { ownPhrases: own, chooseFolder: async () => folder } as unknown as Services;
  const dispatch = createDispatch(phraseHandlers(services) as Handlers, silentLog);
  async function call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
    const envelope = await dispatch(method, input, { signal: new AbortController().signal });
    if (!envelope.ok) throw envelope.error;
    return envelope.value as Output<M>;
  }

  writeFileSync(join(folder, '通知.txt'), '现将有关事项通知如下。');
  writeFileSync(join(folder, '旧.doc'), '');
  expect((await call('phrases.state', {})).enabled).toBe(false);
  expect((await call('phrases.enable', { enabled: true })).enabled).toBe(true);
  expect(await call('phrases.chooseFolder', {})).toEqual({ path: folder });
  const { folders } = await call('phrases.addFolder', { path: folder });
  await own.idle();
  const { documents, total } = await call('phrases.documents', { folderId: folders[0]?.id ?? null });
  expect([documents.map(({ failure }) => failure).toSorted(), total]).toEqual([
    ['unsupported', null].toSorted(),
    2,
  ]);
  expect((await call('phrases.documents', { folderId: null })).total).toBe(0);
  await call('phrases.removeDocument', { id: documents[0]?.id ?? '' });
  await expect(call('phrases.removeDocument', { id: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  await call('phrases.refresh', {});
  await own.idle();
  expect((await call('phrases.documents', {})).total).toBe(1);
  expect((await call('phrases.removeFolder', { id: folders[0]?.id ?? '' })).folders).toEqual([]);
  expect((await call('phrases.forget', {})).enabled).toBe(false);
  for (const state of told) PhrasesState.parse(state);
  expect(told.length).toBeGreaterThan(3);
});
