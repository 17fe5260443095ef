import { CodedError } from '../base/error.ts';
import { absolute } from '../documents/files/read-file.ts';
import type { ReadDb } from '../store/db.ts';
import { getDraft } from '../store/drafts.ts';
import { listRecent } from '../store/recent.ts';
import { message } from '../texts/message.ts';

/**
 * The files that the page may name: those that the writer opened, chose, dropped or handed over in this session, the
 * recent files, and those of the tabs that the last session left. A fault in the page reaches no other file.
 */
export interface Reach {
  grant(path: string): void;
  /** @returns the absolute path. @throws CodedError `file-not-chosen` */
  want(path: string): string;
}

/** The draft in which the page keeps its tabs. */
const tabsDraft = 'tabs';

function pathsOfTabs(db: ReadDb): string[] {
  try {
    const { list } = JSON.parse(getDraft(db, tabsDraft)?.content ?? '{}') as { readonly list?: unknown };
    return Array.isArray(list) ? list.map(({ path }) => path).filter((path) => typeof path === 'string') : [];
  } catch {
    // A damaged list opens no tab either.
    return [];
  }
}

/** Reads the tabs at once: what the page writes later grants nothing in this session. */
export function createReach(db: ReadDb): Reach {
  const granted = new Set(pathsOfTabs(db));
  return {
    grant: (path) => void granted.add(absolute(path)),
    want(wanted) {
      const path = absolute(wanted);
      if (granted.has(path) || listRecent(db).some((recent) => recent.path === path)) return path;
      throw new CodedError('file-not-chosen', message('file.notChosen'));
    },
  };
}
