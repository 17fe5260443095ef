import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type AppOptions, createApp } from '../../src-main/app/app.ts';
import { silentLog } from '../../src-main/base/log.ts';
import type { Input, Method, Output } from '../../src-main/contract/index.ts';
import { createDispatch } from '../../src-main/shell/dispatch.ts';
import { appOptions } from './app-options.ts';
import { tempDir } from './temp.ts';
import { writeTinyModel } from './tiny-model.ts';

/** The whole app over real engines of tiny models: `one`, which is in use, `two`, and `broken`, a copy of it so far. */
export interface TinyApp {
  readonly home: string;
  modelDir(id: string): string;
  /** @throws the contract's error */
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>;
  /** The answer to one gap. */
  fill(text: string): Promise<Output<'suggest.fill'>>;
  close(): Promise<void>;
}

export async function openTinyApp(change: Partial<AppOptions> = {}): Promise<TinyApp> {
  const home = tempDir();
  const modelDir = (id: string) => join(home, 'models', id);
  await writeTinyModel(modelDir('one'), {}, 1);
  await writeTinyModel(modelDir('two'), {}, 2);
  cpSync(modelDir('two'), modelDir('broken'), { recursive: true });
  const options = appOptions({ BUMO_HOME: home, BUMO_MODELS: join(home, 'models') });
  const app = await createApp({ ...options, ...change });
  const dispatch = createDispatch(app.handlers, silentLog);
  async function call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>> {
    const envelope = await dispatch(method, input, { signal: new AbortController().signal });
    if (!envelope.ok) throw envelope.error;
    return envelope.value as Output<M>;
  }
  await call('models.use', { id: 'one' });
  let asked = 0;
  return {
    home,
    modelDir,
    call,
    fill: (text) => call('suggest.fill', { requestId: `${asked++}`, gapKey: `${asked}`, text }),
    close: () => app.close(),
  };
}
