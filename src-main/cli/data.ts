import { listData, previewRemoval, removeData } from '../app/stored-data.ts';
import { silentLog } from '../base/log.ts';
import type { Removal } from '../contract/index.ts';
import { OwnPhrases } from '../phrases/own-phrases.ts';
import { mustBeAlone } from '../store/alone.ts';
import type { Store } from '../store/open.ts';
import { message } from '../texts/message.ts';
import { type Session, withStore } from './session.ts';

/** What the data folder holds, and its removal. The app must not run during a removal. */

export const listStored = (session: Session): Promise<void> =>
  withStore(session, async (store) => {
    const data = await listData({ ...session, store });
    session.output.result(data, [
      data.folder,
      ...data.tables.map(({ name, text, rows, bytes }) => [name, text, rows, bytes].join('\t')),
      ...data.files.map(({ path, text, bytes }) => [path, text, '', bytes].join('\t')),
    ]);
  });

const linesOf = ({ tables, files }: Removal): string[] => [
  ...tables.map(({ name, rows }) => [name, rows].join('\t')),
  ...files.map(({ path, bytes }) => [path, '', bytes].join('\t')),
];

export interface RemoveArguments {
  readonly olderThan?: number | undefined;
  readonly all?: boolean;
  readonly yes?: boolean | undefined;
}

/** Takes old documents out of the index, as the app does. */
function removeFrom({ paths, fork, clock }: Session, store: Store) {
  return async (before: number): Promise<void> => {
    const ownPhrases = new OwnPhrases({
      home: paths.home,
      db: store.write,
      fork,
      clock,
      log: silentLog,
      onState: () => undefined,
    });
    await ownPhrases.removeOlder(before);
    await ownPhrases.close();
  };
}

/** Lists what would go; with `yes` it goes. @throws CodedError `app-running` */
export async function removeStored(session: Session, { olderThan, yes }: RemoveArguments): Promise<void> {
  const { output, paths, clock } = session;
  const scope = { olderThanDays: olderThan ?? null };
  const leave = yes ? await mustBeAlone({ dir: paths.home, clock, milliseconds: 0 }) : null;
  try {
    await withStore(session, async (store) => {
      const options = { store, paths, clock };
      const removal = yes
        ? await removeData({ ...options, removeOldDocuments: removeFrom(session, store) }, scope)
        : await previewRemoval(options, scope);
      output.result(removal, linesOf(removal));
      output.say(message(yes ? 'data.removed' : 'data.would-go'));
    });
  } finally {
    leave?.();
  }
}
