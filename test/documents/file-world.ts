import { expect } from 'vitest';
import type { Handlers, OpenedDocument, OpenedFile, Stamp } from '../../src-main/contract/index.ts';
import { render } from '../../src-main/texts/message.ts';
import type { Incoming } from '../../src-renderer/documents/asking.ts';
import { FileActions } from '../../src-renderer/documents/file-actions.svelte.ts';
import { FileDesk } from '../../src-renderer/documents/file-desk.svelte.ts';
import { AppState } from '../../src-renderer/state/app-state.svelte.ts';
import { documentOf, HeadlessEditor, schema } from '../support/headless-editor.ts';
import { settled, watchedClient } from '../support/watched-client.ts';

/** A document and its file, without a page: the shell answers as a test says. */

export const stampOf = (n: number): Stamp => ({ modifiedAt: n, bytes: n, hash: String(n) });
const contentOf = (...texts: string[]): string => JSON.stringify(documentOf(...texts).toJSON());
export const read = (...texts: string[]): OpenedDocument => ({
  format: 'txt',
  content: contentOf(...texts),
  source: '0'.repeat(64),
  sheet: null,
  form: { encoding: 'utf-8', bom: false, ending: '\n' },
  candidates: null,
  readOnly: null,
  summary: { blocks: 1, characters: 1, gaps: 0, blanks: 0, atoms: {} },
  losses: [],
});
export const opened = (path: string, text: string, n = 1): OpenedFile => ({
  ...read(text),
  path,
  name: path.slice(1),
  stamp: stampOf(n),
});
/** The text of a document of one paragraph. */
const textIn = (content: string): string => schema.nodeFromJSON(JSON.parse(content)).textContent;
export const inPage = { chooseFolder: false, chooseFile: false, pdf: false };

export function fileWorld(text: string, own: Partial<Handlers> = {}) {
  const watched = watchedClient({
    'files.open': ({ path }) => opened(path, '文件的字'),
    'files.save': ({ path }) => ({ path, name: path.slice(1), stamp: stampOf(2) }),
    ...own,
  });
  const app = new AppState(watched.client);
  app.info = {
    version: '1',
    shell: 'electron',
    modelsDir: '/m',
    capabilities: { chooseFolder: true, chooseFile: true, pdf: true },
    notices: [],
  };
  const editor = new HeadlessEditor(documentOf(text));
  const desk = new FileDesk(watched.client);
  desk.attach(editor.editor);
  const others: (Incoming | null)[] = [];
  /** The files that were there when another document was told of. */
  const replaced: (string | undefined)[] = [];
  const files = new FileActions({
    app,
    documentId: 'd',
    desk,
    written: () => editor.text !== '',
    beginning: () => '关于',
    onNew: (incoming) => others.push(incoming),
    onOpened: () => replaced.push(files.file?.name),
  });
  editor.onTransactions = (all) => {
    if (all.some((one) => one.docChanged)) files.send({ type: 'edited' });
  };
  const saved = () => watched.calls('files.save').map(({ content }) => textIn(content));
  const told = () => app.notices.map((one) => render(one.text, 'zh'));
  return { ...watched, app, editor, desk, files, others, saved, told, replaced };
}

/** A document whose file is `/甲.txt`. */
export async function withFile(own: Partial<Handlers> = {}) {
  const one = fileWorld('', own);
  one.files.take({ path: '/甲.txt' });
  await settled();
  expect(one.files.file).toMatchObject({ path: '/甲.txt', current: true });
  return one;
}
