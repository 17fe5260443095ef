import { resolve } from 'node:path';
import { CodedError } from '../base/error.ts';
import { stderrLog } from '../base/log.ts';
import type { PhrasesState } from '../contract/index.ts';
import { OwnPhrases } from '../phrases/own-phrases.ts';
import { mustBeAlone } from '../store/alone.ts';
import { message } from '../texts/message.ts';
import { type Session, withStore } from './session.ts';

/** The writer's own documents from the command line. The app must not run, since it has the index open. */

/** Longest wait for an app that is closing, milliseconds. */
const closingTakes = 3_000;

async function withOwn(session: Session, work: (own: OwnPhrases) => Promise<void> | void): Promise<void> {
  const { paths, clock, fork, output } = session;
  const leave = await mustBeAlone({ dir: paths.home, clock, milliseconds: closingTakes });
  try {
    await withStore(session, async ({ write }) => {
      const onState = ({ progress }: PhrasesState) => {
        if (progress)
          output.progress(message('cli.own-reading', { done: progress.done + 1, of: progress.of }));
      };
      const own = new OwnPhrases({ home: paths.home, db: write, fork, clock, log: stderrLog, onState });
      try {
        await work(own);
        await own.idle();
        show(session, own.state());
      } finally {
        await own.close();
      }
    });
  } finally {
    leave();
  }
}

function show({ output }: Session, state: PhrasesState): void {
  const { enabled, folders, opened, characters } = state;
  const on = enabled ? message('cli.on') : message('cli.off');
  output.result(state, [
    output.pick(message('cli.own-state', { on, characters, opened })),
    ...folders.map((one) => [one.id, one.path, one.documents, one.characters, one.failed].join('\t')),
  ]);
}

export const showPhrases = (session: Session): Promise<void> =>
  withStore(session, ({ write }) => {
    const { paths, clock, fork } = session;
    const options = { home: paths.home, db: write, fork, clock, log: stderrLog, onState: () => undefined };
    show(session, new OwnPhrases(options).state());
  });

/** Adds and reads a folder. Naming a folder is the writer's consent. */
export const addOwnFolder = (session: Session, folder: string): Promise<void> =>
  withOwn(session, async (own) => {
    await own.addFolder(resolve(folder));
    own.enable(true);
  });

/** @param what the folder's path or id. @throws CodedError `not-found` */
export const removeOwnFolder = (session: Session, what: string): Promise<void> =>
  withOwn(session, (own) => {
    const path = resolve(what);
    const found = own.state().folders.find((one) => one.id === what || one.path === path);
    if (!found) throw new CodedError('not-found', message('cli.no-own-folder', { folder: what }));
    own.removeFolder(found.id);
  });

export const forgetPhrases = (session: Session): Promise<void> => withOwn(session, (own) => own.forget());
