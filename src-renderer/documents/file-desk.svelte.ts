import type { Editor } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import type { Node } from '@tiptap/pm/model';
import { EditorState } from '@tiptap/pm/state';
import type {
  Client,
  DocumentFormat,
  DocumentLayout,
  Encoding,
  FileState,
  Loss,
  OpenedDocument,
  Stamp,
} from '../../src-main/contract/index.ts';
import type { Sheet } from '../../src-main/documents/schema/formats.ts';
import { fromFile } from '../editor/read-only.ts';
import type { Incoming } from './asking.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { download } from './download.ts';
import { formatOf, type OpenFile, readStoredFile, withoutEnding } from './open-file.ts';

const mostBytes = 45_000_000;
const mimeTypes: Readonly<Record<DocumentFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown',
  txt: 'text/plain',
};

/** What opening a file leaves to say or to ask. */
export interface OpenOutcome {
  /** Why the file is not shown: it was not even read, or the writer began to write meanwhile. */
  readonly refused: 'unknown' | 'tooLarge' | 'writing' | null;
  /** Encodings that a text may have, where its own was a guess. */
  readonly candidates: readonly Encoding[] | null;
}

/** What a file is called; where it lies and what it was, unless the browser holds it. */
interface Place {
  readonly name: string;
  readonly path?: string;
  readonly stamp?: Stamp;
}

/**
 * Opens and saves a document's file: by its path, or through the browser's uploads and downloads. The shell keeps the
 * bytes that the document came from; the document itself names them.
 */
export class FileDesk {
  file = $state.raw<OpenFile | null>(null);
  /** Styles and numberings; null for a format without, and until they are known. */
  sheet = $state.raw<Sheet | null>(null);
  readonly #client: Client;
  readonly #documentId: string;
  #editor: Editor | null = null;

  constructor(client: Client, documentId: string) {
    this.#client = client;
    this.#documentId = `${documentId}.file`;
  }

  /** Why the document may not be edited; null where it may. */
  get readOnly(): string | null {
    return this.file?.readOnly ?? null;
  }

  attach(editor: Editor): void {
    this.#editor = editor;
  }

  /** Which file the stored draft belongs to. */
  async restore(): Promise<void> {
    const { draft } = await this.#client.call('drafts.get', { id: this.#documentId });
    if (!draft || this.file) return;
    this.file = readStoredFile(draft.content);
  }

  /**
   * The styles of a document that is new, or came back from its draft.
   * @throws ContractError `source-missing`
   */
  async loadSheet(): Promise<void> {
    const { source, sourceFormat } = this.#ready().state.doc.attrs;
    if (sourceFormat !== null && sourceFormat !== 'docx') return;
    const { sheet } = await this.#client.call('documents.sheet', { source });
    // A file may have been opened meanwhile.
    if (this.#editor?.state.doc.attrs.source === source) this.sheet = sheet;
  }

  /** The document changed. */
  changed(): void {
    if (this.file?.current) this.#set({ ...this.file, current: false });
  }

  /** @throws ContractError */
  open(incoming: Incoming, encoding?: Encoding): Promise<OpenOutcome> {
    if ('layout' in incoming) return this.#openLayout(incoming.layout);
    return 'path' in incoming
      ? this.#openPath(incoming.path, encoding)
      : this.#openUpload(incoming.file, encoding);
  }

  /** @throws ContractError where the file cannot be read */
  async #openUpload(file: File, encoding?: Encoding): Promise<OpenOutcome> {
    const format = formatOf(file.name);
    if (!format) return { refused: 'unknown', candidates: null };
    if (file.size > mostBytes) return { refused: 'tooLarge', candidates: null };
    const before = this.#ready().state.doc;
    const data = toBase64(new Uint8Array(await file.arrayBuffer()));
    const opened = await this.#client.call('documents.read', { format, data, ...(encoding && { encoding }) });
    return this.#show(opened, { name: file.name }, before);
  }

  /** @throws ContractError `file-gone`, `file-unreadable`, `document-too-large`, `unsupported` and what reading throws */
  async #openPath(path: string, encoding?: Encoding): Promise<OpenOutcome> {
    const before = this.#ready().state.doc;
    const opened = await this.#client.call('files.open', { path, ...(encoding && { encoding }) });
    return this.#show(opened, opened, before);
  }

  /** A new document, which has no file yet. */
  async #openLayout(layout: DocumentLayout): Promise<OpenOutcome> {
    const before = this.#ready().state.doc;
    return this.#show(await this.#client.call('documents.new', { layout }), null, before);
  }

  /** The file's new content in place of the document; one undo brings the document back. */
  async reload(): Promise<void> {
    const { path, form } = this.file ?? {};
    if (!path) return;
    const opened = await this.#client.call('files.open', { path, ...(form && { encoding: form.encoding }) });
    const { view } = this.#ready();
    const doc = this.#docOf(opened);
    // A step of its own: what was typed just before is not undone with it.
    const transaction = closeHistory(view.state.tr).setMeta(fromFile, true);
    transaction.replaceWith(0, view.state.doc.content.size, doc.content);
    for (const [name, value] of Object.entries(doc.attrs)) transaction.setDocAttribute(name, value);
    view.dispatch(transaction);
    view.dispatch(closeHistory(view.state.tr));
    this.#takeOver(opened, opened);
  }

  /** From now on the text is written in UTF-8, which holds every character. */
  useUtf8(): void {
    if (this.file) this.#set({ ...this.file, encoding: 'utf-8' });
  }

  /** What the document would lose in a format. */
  async losses(format: DocumentFormat): Promise<readonly Loss[]> {
    const { losses } = await this.#client.call('documents.losses', this.#output(format));
    return losses;
  }

  /** @throws ContractError `file-changed`, `file-exists` and whatever keeps the file from being written */
  async saveTo(path: string, format: DocumentFormat, replace: boolean): Promise<string> {
    const { file } = this;
    const editor = this.#ready();
    const { doc } = editor.state;
    const output = this.#output(format);
    const expected = file?.path === path ? (file.stamp ?? null) : null;
    const saved = await this.#client.call('files.save', { ...output, path, expected, replace });
    // The writer may have gone on while it was written.
    const current = editor.state.doc.eq(doc);
    const { name, stamp } = saved;
    const { form, encoding } = output;
    this.#set({ name, format, form, encoding, losses: [], current, path: saved.path, stamp });
    return name;
  }

  /** Writes the file and hands it to the browser. @returns its name */
  async download(format: DocumentFormat, name: string): Promise<string> {
    const output = this.#output(format);
    const { data } = await this.#client.call('documents.write', output);
    const full = `${withoutEnding(name)}.${format}`;
    download(new Blob([fromBase64(data)], { type: mimeTypes[format] }), full);
    // A copy of a document that has a place of its own changes nothing about it.
    const { form, encoding } = output;
    if (!this.file?.path) this.#set({ name: full, format, form, encoding, losses: [], current: true });
    return full;
  }

  /** Whether another program changed the file; `same` where there is none or it was gone before. */
  async look(): Promise<{ state: FileState; stamp: Stamp | null }> {
    const { path, stamp } = this.file ?? {};
    if (!path || !stamp) return { state: 'same', stamp: null };
    return this.#client.call('files.check', { path, stamp });
  }

  /** What stands in the file now is known, and the document goes its own way. */
  accept(stamp: Stamp | null): void {
    if (this.file) this.#set({ ...this.file, stamp, current: false });
  }

  #ready(): Editor {
    if (!this.#editor) throw new Error('invariant broken: files need an editor');
    return this.#editor;
  }

  /** The document as it is sent to be written. */
  #output(format: DocumentFormat) {
    const content = JSON.stringify(this.#ready().getJSON());
    // Markdown and plain text are both text: the encoding of the one is that of the other.
    const { form = null, encoding } = (format === 'docx' ? null : this.file) ?? {};
    return { format, content, form, ...(encoding && { encoding }) };
  }

  #docOf({ content }: OpenedDocument): Node {
    const doc = this.#ready().schema.nodeFromJSON(JSON.parse(content));
    doc.check();
    return doc;
  }

  /** Puts another document in place; what was before cannot be undone into it. */
  #show(opened: OpenedDocument, place: Place | null, before: Node): OpenOutcome {
    const { view, state } = this.#ready();
    // Typed while the file was read: not a letter of it may go.
    if (!state.doc.eq(before)) return { refused: 'writing', candidates: null };
    const doc = this.#docOf(opened);
    // First: views of nodes read the styles.
    this.#takeOver(opened, place);
    view.updateState(EditorState.create({ doc, plugins: state.plugins }));
    view.dispatch(view.state.tr.setMeta('opened', true));
    view.focus();
    return { refused: null, candidates: opened.candidates };
  }

  /** @param where the file that the document is; null for none */
  #takeOver({ format, form, losses, readOnly, sheet }: OpenedDocument, where: Place | null): void {
    this.sheet = sheet;
    const { name = '', path, stamp } = where ?? {};
    const place = path === undefined || stamp === undefined ? {} : { path, stamp };
    this.#set(where && { name, format, form, losses, readOnly, current: true, ...place });
  }

  #set(file: OpenFile | null): void {
    this.file = file;
    // Lost, it costs the file's name and no letter of the text.
    void this.#client
      .call('drafts.put', { id: this.#documentId, content: JSON.stringify(file) })
      .catch(() => undefined);
  }
}
