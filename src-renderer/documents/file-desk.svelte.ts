import type { Editor, JSONContent } from '@tiptap/core';
import { closeHistory } from '@tiptap/pm/history';
import { EditorState } from '@tiptap/pm/state';
import type {
  Client,
  DocumentFormat,
  FileState,
  Loss,
  OpenedDocument,
  Stamp,
  TextForm,
} from '../../src-main/contract/index.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** The file that the document came from or was saved as. */
export interface OpenFile {
  readonly name: string;
  readonly format: DocumentFormat;
  /** Null for a .docx. */
  readonly form: TextForm | null;
  /** What saving would lose of it. */
  readonly losses: readonly Loss[];
  /** Whether it holds the document as it is. */
  readonly current: boolean;
  /** Absent for a file that came through the browser: it is saved as a download. */
  readonly path?: string | null;
  /** The file as it was last read or written; null where it is not there any more. */
  readonly stamp?: Stamp | null;
}

const mostBytes = 45_000_000;
const mimeTypes: Readonly<Record<DocumentFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown',
  txt: 'text/plain',
};

/** The format that a name's ending tells; null for any other. */
export function formatOf(name: string): DocumentFormat | null {
  const ending = /\.(docx|md|markdown|txt)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending === 'markdown') return 'md';
  return (ending as DocumentFormat | undefined) ?? null;
}

export const withoutEnding = (name: string): string => name.replace(/\.[^.\\/]*$/, '');

/** Lines of a plain text as paragraphs. */
const fromLines = (text: string): JSONContent => ({
  type: 'doc',
  content: text.split('\n').map((line) => ({
    type: 'paragraph',
    ...(line ? { content: [{ type: 'text', text: line }] } : {}),
  })),
});

export type Refusal = 'unknown' | 'tooLarge';

/** Opens and saves a document's file: by its path, or through the browser's uploads and downloads. */
export class FileDesk {
  file = $state.raw<OpenFile | null>(null);
  readonly #client: Client;
  readonly #documentId: string;
  #editor: Editor | null = null;

  constructor(client: Client, documentId: string) {
    this.#client = client;
    this.#documentId = `${documentId}.file`;
  }

  attach(editor: Editor): void {
    this.#editor = editor;
  }

  /** Which file the kept draft belongs to. */
  async restore(): Promise<void> {
    const { draft } = await this.#client.call('drafts.get', { id: this.#documentId });
    if (!draft || this.file) return;
    const kept = JSON.parse(draft.content) as OpenFile | null;
    this.file = kept;
  }

  /** The document changed. */
  changed(): void {
    if (this.file?.current) this.#set({ ...this.file, current: false });
  }

  /** @returns why a file was not even read, or null. @throws ContractError where it cannot be */
  async openUpload(file: File): Promise<Refusal | null> {
    const format = formatOf(file.name);
    if (!format) return 'unknown';
    if (file.size > mostBytes) return 'tooLarge';
    const data = toBase64(new Uint8Array(await file.arrayBuffer()));
    const opened = await this.#client.call('documents.read', { format, data });
    this.#show(this.#parse(opened));
    this.#set({ name: file.name, format, form: opened.form, losses: opened.losses, current: true });
    return null;
  }

  /** @throws ContractError `file-gone`, `file-unreadable`, `document-too-large`, `unsupported` and what reading throws */
  async openPath(path: string): Promise<void> {
    const opened = await this.#client.call('files.open', { path });
    this.#show(this.#parse(opened));
    this.#takeOver(opened);
  }

  /** The file's new content in place of the document; one undo brings the document back. */
  async reload(): Promise<void> {
    const { path } = this.file ?? {};
    if (!path) return;
    const opened = await this.#client.call('files.open', { path });
    const { view, schema } = this.#ready();
    const doc = schema.nodeFromJSON(this.#parse(opened));
    doc.check();
    // A step of its own: what was typed just before is not undone with it.
    view.dispatch(closeHistory(view.state.tr).replaceWith(0, view.state.doc.content.size, doc.content));
    view.dispatch(closeHistory(view.state.tr));
    this.#takeOver(opened);
  }

  /** @throws ContractError `file-changed`, `file-exists` and whatever keeps the file from being written */
  async saveTo(path: string, format: DocumentFormat, replace: boolean): Promise<string> {
    const { file } = this;
    const same = file?.path === path;
    const form = file?.format === format ? file.form : null;
    const editor = this.#ready();
    const { doc } = editor.state;
    const content = this.#write(format, editor);
    const expected = same ? (file.stamp ?? null) : null;
    const saved = await this.#client.call('files.save', { path, format, content, form, expected, replace });
    // The writer may have gone on while it was written.
    const current = editor.state.doc.eq(doc);
    const { name, stamp } = saved;
    this.#set({ name, format, form, losses: [], current, path: saved.path, stamp });
    return name;
  }

  /** Writes the file and hands it to the browser. @returns its name */
  async download(format: DocumentFormat, name: string): Promise<string> {
    const editor = this.#ready();
    const form = this.file?.format === format ? this.file.form : null;
    const content = this.#write(format, editor);
    const { data } = await this.#client.call('documents.write', { format, content, form });
    const full = `${withoutEnding(name)}.${format}`;
    download(new Blob([fromBase64(data)], { type: mimeTypes[format] }), full);
    // A copy of a document that has a place of its own changes nothing about it.
    if (!this.file?.path) this.#set({ name: full, format, form, losses: [], current: true });
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

  #takeOver(opened: OpenedDocument & { path: string; name: string; stamp: Stamp }): void {
    const { name, format, form, losses, path, stamp } = opened;
    this.#set({ name, format, form, losses, current: true, path, stamp });
  }

  #parse({ format, content }: OpenedDocument): JSONContent {
    if (format === 'docx') return JSON.parse(content) as JSONContent;
    return format === 'md'
      ? (this.#ready().markdown?.parse(content) ?? fromLines(content))
      : fromLines(content);
  }

  #write(format: DocumentFormat, editor: Editor): string {
    if (format === 'docx') return JSON.stringify(editor.getJSON());
    if (format === 'md') return editor.getMarkdown();
    return editor.getText({ blockSeparator: '\n' });
  }

  /** Puts another document in place; what was before cannot be undone into it. */
  #show(content: JSONContent): void {
    const { view, schema, state } = this.#ready();
    const doc = schema.nodeFromJSON(content);
    doc.check();
    view.updateState(EditorState.create({ doc, plugins: state.plugins }));
    view.dispatch(view.state.tr.setMeta('opened', true));
    view.focus();
  }

  #set(file: OpenFile | null): void {
    this.file = file;
    // Lost, it costs the file's name and no letter of the text.
    void this.#client
      .call('drafts.put', { id: this.#documentId, content: JSON.stringify(file) })
      .catch(() => undefined);
  }
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
