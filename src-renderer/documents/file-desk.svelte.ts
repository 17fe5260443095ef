import type { Editor, JSONContent } from '@tiptap/core';
import { EditorState } from '@tiptap/pm/state';
import type { Client, DocumentFormat, Loss, TextForm } from '../../src-main/contract/index.ts';
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

const withoutEnding = (name: string) => name.replace(/\.[^.]*$/, '');

/** Lines of a plain text as paragraphs. */
const fromLines = (text: string): JSONContent => ({
  type: 'doc',
  content: text.split('\n').map((line) => ({
    type: 'paragraph',
    ...(line ? { content: [{ type: 'text', text: line }] } : {}),
  })),
});

export type Refusal = 'unknown' | 'tooLarge';

/** Opens and saves files: bytes go through the contract, the file itself through the browser. */
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
    // The draft may have gone on after the file was saved.
    this.file = kept && { ...kept, current: false };
  }

  /** The document changed. */
  changed(): void {
    if (this.file?.current) this.#set({ ...this.file, current: false });
  }

  /** @returns why a file was not even read, or null. @throws ContractError where it cannot be */
  async open(file: File): Promise<Refusal | null> {
    const format = formatOf(file.name);
    if (!format) return 'unknown';
    if (file.size > mostBytes) return 'tooLarge';
    const data = toBase64(new Uint8Array(await file.arrayBuffer()));
    const opened = await this.#client.call('documents.read', { format, data });
    this.#show(this.#parse(opened.format, opened.content));
    this.#set({ name: file.name, format, form: opened.form, losses: opened.losses, current: true });
    return null;
  }

  /** Writes the file and hands it to the browser. @returns its name */
  async save(format: DocumentFormat, name: string): Promise<string> {
    const editor = this.#ready();
    const form = this.file?.format === format ? this.file.form : null;
    const content = this.#write(format, editor);
    const { data } = await this.#client.call('documents.write', { format, content, form });
    const full = `${withoutEnding(name)}.${format}`;
    download(new Blob([fromBase64(data)], { type: mimeTypes[format] }), full);
    this.#set({ name: full, format, form, losses: [], current: true });
    return full;
  }

  #ready(): Editor {
    if (!this.#editor) throw new Error('invariant broken: files need an editor');
    return this.#editor;
  }

  #parse(format: DocumentFormat, content: string): JSONContent {
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
