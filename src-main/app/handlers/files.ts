import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname } from 'node:path';
import { CodedError } from '../../base/error.ts';
import type { Handlers, Parsed, SavedFile } from '../../contract/index.ts';
import { browse } from '../../documents/files/browse.ts';
import { absolute, formatOf, readWhole, wantFormat } from '../../documents/files/read-file.ts';
import { compareStamp, type FileStamp, stampOf } from '../../documents/files/stamp.ts';
import type { FileWatch } from '../../documents/files/watch.ts';
import { writeAtomically } from '../../documents/files/write-file.ts';
import { addRecent, forgetRecent, listRecent } from '../../store/recent.ts';
import { message } from '../../texts/message.ts';
import { bytesOf, documentOf } from './documents.ts';
import type { Services } from './services.ts';

type FileMethod = Extract<keyof Handlers, `files.${string}`>;

/**
 * Refuses to overwrite what the document does not know of.
 * @param expected the file's stamp when the document was last read or written; null for a new file
 * @throws CodedError `file-exists`, `file-changed`
 */
async function refuseSurprise(path: string, expected: Parsed<'files.save'>['expected']): Promise<void> {
  const name = basename(path);
  if (!expected) {
    if (!existsSync(path)) return;
    throw new CodedError('file-exists', message('file.alreadyThere', { name }));
  }
  if ((await compareStamp(path, expected)).state !== 'changed') return;
  throw new CodedError('file-changed', message('file.changedElsewhere', { name }));
}

async function save(services: Services, input: Parsed<'files.save'>): Promise<SavedFile> {
  const wanted = services.reach.want(input.path);
  const path = formatOf(wanted) === input.format ? wanted : `${wanted}.${input.format}`;
  const bytes = await bytesOf(services, input, path);
  const confirm = async () => {
    // The writer agreed to replace the file of the name as it was written, without an added extension.
    if (!input.replace || path !== wanted) await refuseSurprise(path, input.expected);
  };
  await confirm();
  await writeAtomically(path, bytes, { confirm });
  return { path, name: basename(path), stamp: await stampOf(path, bytes) };
}

async function savePdf({ printPdf, reach }: Services, wanted: string) {
  const chosen = reach.want(wanted);
  if (!printPdf) {
    throw new CodedError('unsupported', message('file.pdfByBrowser'));
  }
  const path = /\.pdf$/i.test(chosen) ? chosen : `${chosen}.pdf`;
  if (path !== chosen) await refuseSurprise(path, null);
  await writeAtomically(path, await printPdf());
  return { path, name: basename(path) };
}

async function choose(
  { chooseFile, reach }: Services,
  { purpose, name }: Parsed<'files.choose'>,
): Promise<string | null> {
  if (chooseFile) {
    const path = await chooseFile(purpose, name);
    if (path !== null) reach.grant(path);
    return path;
  }
  throw new CodedError('unsupported', message('file.noDialogInBrowser'));
}

/** Only a shell without the system's dialog has the page's own. @throws CodedError `unsupported` */
function wantOwnDialog({ chooseFile }: Services): void {
  if (chooseFile) throw new CodedError('unsupported', message('file.dialogOfSystem'));
}

export function fileHandlers(services: Services, watch: FileWatch): Pick<Handlers, FileMethod> {
  const { store, clock, ownPhrases, reach } = services;

  /** Watches a file that was opened or saved, and lists it. */
  function inUse(path: string, stamp: FileStamp): void {
    reach.grant(path);
    watch.track(path, stamp);
    addRecent(store.write, path, clock.now());
    ownPhrases.opened(path);
  }

  return {
    async 'files.open'({ path: wanted, encoding }) {
      const path = reach.want(wanted);
      const format = wantFormat(path);
      const { bytes, stamp } = await readWhole(path);
      const options = { name: path, format, ...(encoding ? { encoding } : {}) };
      const opened = await documentOf(services, bytes, options);
      inUse(path, stamp);
      return { ...opened, path, name: basename(path), stamp };
    },
    async 'files.save'(input) {
      const saved = await save(services, input);
      inUse(saved.path, saved.stamp);
      return saved;
    },
    async 'files.check'({ path: wanted, stamp }) {
      const path = reach.want(wanted);
      watch.track(path, stamp);
      return compareStamp(path, stamp);
    },
    'files.choose': async (input) => ({ path: await choose(services, input) }),
    'files.name'({ path }) {
      wantOwnDialog(services);
      reach.grant(path);
      return {};
    },
    async 'files.browse'({ folder }) {
      wantOwnDialog(services);
      const wanted = folder === null ? homedir() : absolute(folder);
      // A path to a file lists its folder.
      return browse(formatOf(wanted) === null ? wanted : dirname(wanted));
    },
    'files.handed'() {
      const paths = [...(services.handed?.take() ?? [])];
      for (const path of paths) reach.grant(path);
      return { paths };
    },
    'files.recent': () => ({
      files: listRecent(store.read).map(({ path, at }) => ({ path, at, name: basename(path) })),
    }),
    'files.forget'({ path }) {
      forgetRecent(store.write, path);
      return {};
    },
    'files.pdf': ({ path }) => savePdf(services, path),
  };
}
