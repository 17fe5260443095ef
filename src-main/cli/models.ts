import type { SourceName } from '../contract/index.ts';
import { message } from '../texts/message.ts';
import { megabytes, showDownload } from './progress.ts';
import { readSettings, type Session } from './session.ts';

export async function listModels({ core, output }: Session): Promise<void> {
  const models = await core.library.list();
  const state = (installed: boolean) =>
    output.pick(installed ? message('cli.installed') : message('cli.not-installed'));
  output.result(
    { models },
    models.map((one) =>
      [one.id, state(one.installed), megabytes(one.bytes), output.pick(one.name)].join('\t'),
    ),
  );
}

export async function installModel(session: Session, id: string, source?: SourceName): Promise<void> {
  const { core, output } = session;
  const { mirror } = await readSettings(session);
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  const { attempts } = await core.library.install(id, {
    ...(source ? { source } : {}),
    mirror,
    signal: cancel.signal,
    onEvent: (event) => showDownload(output, event),
  });
  const served = attempts.find((attempt) => attempt.served);
  output.result({ id, attempts }, served ? [output.pick(served.text)] : []);
}

export async function importModel({ core, output }: Session, dir: string): Promise<void> {
  const { id } = await core.library.import(dir, { onEvent: (event) => showDownload(output, event) });
  output.done({ id }, message('cli.imported', { id }));
}

export async function removeModel({ core, output }: Session, id: string): Promise<void> {
  await core.library.remove(id);
  output.done({ id }, message('cli.removed', { id }));
}
