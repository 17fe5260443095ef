import type { DocumentFormat, Stamp } from '../../src-main/contract/index.ts';
import { pathOf } from '../client/index.ts';
import { t } from '../i18n/index.svelte.ts';
import type { AppState } from '../ui/app-state.svelte.ts';
import { codeOf, textOf } from '../ui/error-text.ts';
import { type FileDesk, formatOf, withoutEnding } from './file-desk.svelte.ts';

/** A file that a document is to be made of: one that the browser holds, or one of this machine. */
export type Incoming = { readonly file: File } | { readonly path: string };

/** What the writer is asked about the document's file. */
export type Asking =
  | { readonly kind: 'open' }
  | { readonly kind: 'save'; readonly name: string }
  | { readonly kind: 'losses'; readonly name: string }
  | { readonly kind: 'exists'; readonly path: string; readonly format: DocumentFormat }
  | { readonly kind: 'changed'; readonly stamp: Stamp | null; readonly saving: boolean };

export interface FileActionsOptions {
  readonly app: AppState;
  readonly desk: FileDesk;
  /** Whether the document has text. */
  readonly written: () => boolean;
  /** Its first words. */
  readonly beginning: () => string;
  readonly onNew: (incoming: Incoming | null) => void;
  /** Another document is in place. */
  readonly onOpened: () => void;
}

/** Open, save, save as, export: what each leads to, and what has to be asked before. */
export class FileActions {
  asking = $state.raw<Asking | null>(null);
  readonly #options: FileActionsOptions;
  #looking = false;

  constructor(options: FileActionsOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.desk.file?.name ?? t('file.untitled');
  }

  async open(): Promise<void> {
    const { app } = this.#options;
    if (!app.info?.capabilities.chooseFile) {
      this.asking = { kind: 'open' };
      return;
    }
    const chosen = await app.attempt(() => app.client.call('files.choose', { purpose: 'open', name: null }));
    if (chosen?.path) this.take({ path: chosen.path });
  }

  /** Opens a file here where nothing is written yet, in a tab of its own otherwise. */
  take(incoming: Incoming): void {
    this.asking = null;
    const { desk, written, onNew } = this.#options;
    if (written() || desk.file) onNew(incoming);
    else void this.#read(incoming);
  }

  /** A file that was dropped: by its path where the shell tells it. */
  drop(file: File): void {
    const path = pathOf(file);
    this.take(path ? { path } : { file });
  }

  async save(): Promise<void> {
    const { file } = this.#options.desk;
    if (!file) return this.saveAs();
    if (file.format === 'docx' && file.losses.length > 0) {
      this.asking = { kind: 'losses', name: file.name };
      return;
    }
    if (file.path) await this.write(file.path, file.format, false);
    else await this.download(file.format);
  }

  /** @param name what the file is called so far */
  async saveAs(name = this.#suggestedName()): Promise<void> {
    const { app, desk } = this.#options;
    if (!app.info?.capabilities.chooseFile) {
      this.asking = { kind: 'save', name };
      return;
    }
    const chosen = await app.attempt(() => app.client.call('files.choose', { purpose: 'save', name }));
    // The system's dialog has asked whether a file may be replaced.
    if (chosen?.path)
      await this.write(chosen.path, formatOf(chosen.path) ?? desk.file?.format ?? 'docx', true);
  }

  /** The new file beside the one that would lose something. */
  async saveBeside(): Promise<void> {
    this.asking = null;
    const { file } = this.#options.desk;
    const name = `${withoutEnding(this.name)}-补墨.docx`;
    if (file?.path || !file) await this.saveAs(name);
    else await this.download('docx', name);
  }

  async write(path: string, format: DocumentFormat, replace: boolean): Promise<void> {
    this.asking = null;
    const { app, desk } = this.#options;
    try {
      this.#tell('file.saved', await desk.saveTo(path, format, replace));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'file-exists') this.asking = { kind: 'exists', path, format };
      else if (code === 'file-changed') this.#askAbout((await desk.look()).stamp, true);
      else app.notify({ level: 'error', text: textOf(error) });
    }
  }

  async download(format: DocumentFormat, name = this.#suggestedName()): Promise<void> {
    this.asking = null;
    const { app, desk } = this.#options;
    const saved = await app.attempt(() => desk.download(format, name));
    if (saved) this.#tell('file.saved', saved);
  }

  /** Looks whether another program changed the file, and asks what to do. */
  async look(): Promise<void> {
    const { app, desk } = this.#options;
    if (this.#looking || this.asking) return;
    this.#looking = true;
    try {
      const { state, stamp } = await desk.look();
      if (state === 'changed') this.#askAbout(stamp, false);
      if (state !== 'gone') return;
      desk.accept(null);
      app.notify({
        level: 'warning',
        text: {
          zh: `“${this.name}”被移走、改名或删除了。文字还在这里，再次保存会重新写出这个文件。`,
          en: `“${this.name}” was moved, renamed or deleted. Your text is here; saving writes the file anew.`,
        },
      });
    } catch {
      // A folder that cannot be read now, a service that starts anew: the next look or save tells.
    } finally {
      this.#looking = false;
    }
  }

  async reload(): Promise<void> {
    this.asking = null;
    const { app, desk } = this.#options;
    await app.attempt(() => desk.reload());
  }

  /** The document stays as it is; the file is replaced at the save that was asked for, or at the next one. */
  async keepMine(): Promise<void> {
    const { asking } = this;
    if (asking?.kind !== 'changed') return;
    this.asking = null;
    this.#options.desk.accept(asking.stamp);
    if (asking.saving) await this.save();
  }

  async exportPdf(): Promise<void> {
    const { app } = this.#options;
    if (!app.info?.capabilities.pdf) {
      window.print();
      return;
    }
    const name = `${withoutEnding(this.#suggestedName())}.pdf`;
    const chosen = await app.attempt(() => app.client.call('files.choose', { purpose: 'pdf', name }));
    const path = chosen?.path;
    const done = path && (await app.attempt(() => app.client.call('files.pdf', { path })));
    if (done) this.#tell('file.saved', done.name);
  }

  async #read(incoming: Incoming): Promise<void> {
    const { app, desk, onOpened } = this.#options;
    try {
      const refused =
        'path' in incoming ? await desk.openPath(incoming.path) : await desk.openUpload(incoming.file);
      if (refused) this.#refuse(refused, incoming);
      else onOpened();
    } catch (error) {
      app.notify({ level: 'error', text: textOf(error) });
    }
  }

  #refuse(why: 'unknown' | 'tooLarge', incoming: Incoming): void {
    const name = 'file' in incoming ? incoming.file.name : incoming.path;
    const text = t(`file.${why}`, { name });
    this.#options.app.notify({ level: 'error', text: { zh: text, en: text } });
  }

  #tell(key: 'file.saved', name: string): void {
    const text = t(key, { name });
    this.#options.app.tell({ zh: text, en: text });
  }

  #askAbout(stamp: Stamp | null, saving: boolean): void {
    this.asking = { kind: 'changed', stamp, saving };
  }

  /** A document without a file is called as it begins. */
  #suggestedName(): string {
    const { desk, beginning } = this.#options;
    const words = beginning().replace(/[\\/:*?"<>|.\s]+/g, '');
    return desk.file?.name ?? `${words || t('file.untitled')}.docx`;
  }
}
