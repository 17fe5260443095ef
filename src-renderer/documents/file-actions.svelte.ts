import type { DocumentFormat, Encoding, Stamp } from '../../src-main/contract/index.ts';
import { pathOf } from '../client/index.ts';
import { t } from '../i18n/index.svelte.ts';
import { codeOf, opening, saving, textOf } from '../ui/error-text.ts';
import type { Asking, Incoming } from './asking.ts';
import type { FileActionsOptions } from './file-actions-options.ts';
import { asName, formatOf, withoutEnding } from './open-file.ts';

/** The sentence in the writer's language, for whoever takes both. */
const both = (text: string) => ({ zh: text, en: text });

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
    // A file that may not be changed is saved as another.
    if (file.readOnly) return this.copyToEdit();
    if (file.losses.length > 0) {
      this.asking = { kind: 'losses', name: file.name, losses: file.losses };
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
    const format = file?.format ?? 'docx';
    const name = `${withoutEnding(this.name)}-补墨.${format}`;
    if (file?.path || !file) await this.saveAs(name);
    else await this.download(format, name);
  }

  /** A copy of a file that may not be changed; the copy may. */
  async copyToEdit(): Promise<void> {
    const format = this.#options.desk.file?.format ?? 'docx';
    await this.saveAs(`${withoutEnding(this.name)}-${t('file.copy')}.${format}`);
  }

  /** Writes the file; what another format would lose is named before. */
  async write(path: string, format: DocumentFormat, replace: boolean): Promise<void> {
    await this.#convert(format, () => this.#write(path, format, replace));
  }

  async #write(path: string, format: DocumentFormat, replace: boolean): Promise<void> {
    this.asking = null;
    const { app, desk } = this.#options;
    try {
      this.#tell('file.saved', await desk.saveTo(path, format, replace));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'file-exists') this.asking = { kind: 'exists', path, format };
      else if (code === 'file-changed') this.#askAbout((await desk.look()).stamp, true);
      else if (code === 'text-unencodable') this.#askUtf8(error, () => this.#write(path, format, replace));
      else app.notify({ level: 'error', text: textOf(error, saving) });
    }
  }

  async download(format: DocumentFormat, name = this.#suggestedName()): Promise<void> {
    const { app, desk } = this.#options;
    await this.#convert(format, async () => {
      this.asking = null;
      try {
        this.#tell('file.saved', await desk.download(format, name));
      } catch (error) {
        if (codeOf(error) === 'text-unencodable') this.#askUtf8(error, () => this.download(format, name));
        else app.notify({ level: 'error', text: textOf(error, saving) });
      }
    });
  }

  #askUtf8(error: unknown, again: () => Promise<void>): void {
    const go = () => {
      this.#options.desk.useUtf8();
      return again();
    };
    this.asking = { kind: 'utf8', text: textOf(error), go };
  }

  /** Asks before a document goes into a format that does not hold everything of it. */
  async #convert(format: DocumentFormat, go: () => Promise<void>): Promise<void> {
    this.asking = null;
    const { app, desk } = this.#options;
    // A new document is made for Word's format.
    if (format === (desk.file?.format ?? 'docx')) return go();
    // A character that an encoding cannot hold is asked about when it is written.
    const losses = await desk.losses(format).catch((error: unknown) => {
      if (codeOf(error) === 'text-unencodable') return [];
      app.notify({ level: 'error', text: textOf(error, saving) });
      return null;
    });
    if (!losses) return;
    if (losses.length === 0) return go();
    this.asking = { kind: 'conversion', format, losses, go };
  }

  /** Opens the file that is open as a text of another encoding. */
  readAs(encoding: Encoding): void {
    const { asking } = this;
    if (asking?.kind === 'encoding') void this.#read(asking.incoming, encoding);
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

  async #read(incoming: Incoming, encoding?: Encoding): Promise<void> {
    const { app, desk, onNew, onOpened } = this.#options;
    try {
      const { refused, candidates } = await desk.open(incoming, encoding);
      if (refused === 'writing') return onNew(incoming);
      if (refused) return this.#refuse(refused, incoming);
      onOpened();
      const chosen = desk.file?.form?.encoding;
      if (candidates && chosen) this.asking = { kind: 'encoding', incoming, chosen, candidates };
    } catch (error) {
      app.notify({ level: 'error', text: textOf(error, opening) });
    }
  }

  #refuse(why: 'unknown' | 'tooLarge', incoming: Incoming): void {
    const path = 'path' in incoming ? incoming.path : '';
    const name = 'file' in incoming ? incoming.file.name : path;
    this.#options.app.notify({ level: 'error', text: both(t(`file.${why}`, { name })) });
  }

  #tell(key: 'file.saved', name: string): void {
    this.#options.app.tell(both(t(key, { name })));
  }

  #askAbout(stamp: Stamp | null, saving: boolean): void {
    this.asking = { kind: 'changed', stamp, saving };
  }

  /** A document without a file is called as it begins. */
  #suggestedName(): string {
    const { desk, beginning } = this.#options;
    return desk.file?.name ?? `${asName(beginning()) || t('file.untitled')}.docx`;
  }
}
