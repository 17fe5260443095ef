import type { Editor } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import type { Node } from '@tiptap/pm/model';
import { EditorState } from '@tiptap/pm/state';
import type { Sheet } from '../../src-main/contract/document-formats.ts';
import type {
  Client,
  DocumentFormat,
  Encoding,
  FileState,
  Loss,
  OpenedDocument,
  OpenedFile,
  Stamp,
} from '../../src-main/contract/index.ts';
import { fromFile } from '../draft/read-only.ts';
import { fromBase64, toBase64 } from '../ui/base64.ts';
import type { Incoming, Target } from './asking.ts';
import { download } from './download.ts';
import type { Output, Written } from './file-events.ts';
import { formatOf, type OpenFile, withoutEnding } from './open-file.ts';

const mostBytes = 45_000_000;
const mimeTypes: Readonly<Record<DocumentFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown',
  txt: 'text/plain',
};

/** The result of opening a file. */
export type OpenOutcome =
  /** The file was not read, or the writer typed meanwhile. */
  | { readonly refused: 'unknown' | 'tooLarge' | 'writing' }
  | {
      readonly refused: null;
      /** Null for a document without a file. */
      readonly file: OpenFile | null;
      /** Possible encodings where the encoding was a guess. */
      readonly candidates: readonly Encoding[] | null;
    };

/** A file that was read, its name, and its path unless the browser holds it. */
type Found = OpenedDocument & { readonly name: string; readonly path?: string; readonly stamp?: Stamp };

const fileOf = ({ name, format, form, losses, readOnly, path, stamp }: Found): OpenFile => {
  const place = path === undefined || stamp === undefined ? {} : { path, stamp };
  return { name, format, form, losses, readOnly, current: true, ...place };
};

/**
 * Reads and writes a document's file by its path, or through uploads and downloads of the browser. The shell keeps
 * the source bytes; the document's `source` attribute names them.
 */
export class FileDesk {
  /** Styles and numberings; null for a format without, and until they are known. */
  sheet = $state.raw<Sheet | null>(null);
  readonly #client: Client;
  #editor: Editor | null = null;

  constructor(client: Client) {
    this.#client = client;
  }

  attach(editor: Editor): void {
    this.#editor = editor;
  }

  /** Reads the styles of a document that is new or was read from its draft. @throws ContractError `source-missing` */
  async loadSheet(): Promise<void> {
    const { source, sourceFormat } = this.#ready().state.doc.attrs;
    if (sourceFormat !== null && sourceFormat !== 'docx') return;
    const { sheet } = await this.#client.call('documents.sheet', { source });
    // A file may have been opened meanwhile.
    if (this.#editor?.state.doc.attrs.source === source) this.sheet = sheet;
  }

  /** Replaces the document; this cannot be undone. @throws ContractError where the file cannot be read */
  async open(incoming: Incoming, encoding?: Encoding): Promise<OpenOutcome> {
    const before = this.#ready().state.doc;
    const read = await this.#read(incoming, encoding);
    if ('refused' in read) return read;
    const { view, state } = this.#ready();
    // Text that was typed while the file was read must stay.
    if (!state.doc.eq(before)) return { refused: 'writing' };
    const doc = this.#docOf(read.opened);
    // The styles come first: node views read them.
    this.sheet = read.opened.sheet;
    view.updateState(EditorState.create({ doc, plugins: state.plugins }));
    view.dispatch(view.state.tr.setMeta('opened', true));
    view.focus();
    return { refused: null, file: read.file, candidates: read.opened.candidates };
  }

  /** @throws ContractError */
  load(path: string, encoding: Encoding | null): Promise<OpenedFile> {
    return this.#client.call('files.open', { path, ...(encoding && { encoding }) });
  }

  /** Replaces the document by the file's new content; one undo brings the document back. */
  replace(opened: OpenedFile): OpenFile {
    const { view } = this.#ready();
    const doc = this.#docOf(opened);
    // An undo step of its own, not joined with earlier typing.
    const transaction = closeHistory(view.state.tr).setMeta(fromFile, true);
    transaction.replaceWith(0, view.state.doc.content.size, doc.content);
    for (const [name, value] of Object.entries(doc.attrs)) transaction.setDocAttribute(name, value);
    view.dispatch(transaction);
    view.dispatch(closeHistory(view.state.tr));
    this.sheet = opened.sheet;
    return fileOf(opened);
  }

  /** The losses of the document in a format. */
  async losses(output: Output): Promise<readonly Loss[]> {
    return (await this.#client.call('documents.losses', this.#whole(output))).losses;
  }

  /**
   * Writes the present document.
   * @param name of a download
   * @throws ContractError `file-changed`, `file-exists`, and the errors of writing
   */
  async write(target: Target, output: Output, expected: Stamp | null, name: string): Promise<Written> {
    const whole = this.#whole(output);
    if (target.to === 'path') {
      const { path, replace } = target;
      return this.#client.call('files.save', { ...whole, path, expected, replace });
    }
    const full = `${withoutEnding(name)}.${target.format}`;
    const { data } = await this.#client.call('documents.write', whole);
    download(new Blob([fromBase64(data)], { type: mimeTypes[target.format] }), full);
    return { name: full };
  }

  /** Whether another program changed the file. */
  check(path: string, stamp: Stamp): Promise<{ state: FileState; stamp: Stamp | null }> {
    return this.#client.call('files.check', { path, stamp });
  }

  async #read(
    incoming: Incoming,
    encoding?: Encoding,
  ): Promise<{ opened: OpenedDocument; file: OpenFile | null } | { refused: 'unknown' | 'tooLarge' }> {
    if ('layout' in incoming) {
      const { layout } = incoming;
      return { opened: await this.#client.call('documents.new', { layout }), file: null };
    }
    if ('path' in incoming) {
      const opened = await this.load(incoming.path, encoding ?? null);
      return { opened, file: fileOf(opened) };
    }
    const { file } = incoming;
    const format = formatOf(file.name);
    if (!format) return { refused: 'unknown' };
    if (file.size > mostBytes) return { refused: 'tooLarge' };
    const data = toBase64(new Uint8Array(await file.arrayBuffer()));
    const opened = await this.#client.call('documents.read', { format, data, ...(encoding && { encoding }) });
    return { opened, file: fileOf({ ...opened, name: file.name }) };
  }

  #ready(): Editor {
    if (!this.#editor) throw new Error('invariant broken: files need an editor');
    return this.#editor;
  }

  /** The present document, for writing. */
  #whole(output: Output) {
    return { ...output, content: JSON.stringify(this.#ready().getJSON()) };
  }

  #docOf({ content }: OpenedDocument): Node {
    const doc = this.#ready().schema.nodeFromJSON(JSON.parse(content));
    doc.check();
    return doc;
  }
}
