import type { DocumentFormat, Encoding } from '../../src-main/contract/index.ts';
import { message } from '../../src-main/texts/message.ts';
import { pathOf } from '../client/index.ts';
import { t } from '../i18n/index.svelte.ts';
import { codeOf, opening, saving, textOf } from '../ui/error-text.ts';
import type { Asking, Incoming, Naming } from './asking.ts';
import type { FileActionsOptions } from './file-actions-options.ts';
import type { FileEffect, FileEvent } from './file-events.ts';
import { nameFor } from './file-name.ts';
import { FileRecord } from './file-record.ts';
import { type FileState, isInFile, noFile, update } from './file-state.ts';
import { formatOf, type OpenFile, withoutEnding } from './open-file.ts';

/** Open, save, save as and export: carries out the effects of file-state.ts. */
export class FileActions {
  #state = $state.raw<FileState>(noFile);
  readonly #options: FileActionsOptions;
  readonly #record: FileRecord;

  constructor(options: FileActionsOptions) {
    this.#options = options;
    const show = (file: OpenFile | null) => this.send({ type: 'recorded', file });
    this.#record = new FileRecord(options.app.client, options.documentId, show);
  }

  get file(): OpenFile | null {
    return this.#state.file;
  }

  get asking(): Asking | null {
    return this.#state.asking;
  }

  /** Why the document may not be edited; null where it may be. */
  get readOnly(): string | null {
    return this.file?.readOnly ?? null;
  }

  /** Whether the document is saved in its file, with no task in progress. */
  get inFile(): boolean {
    return isInFile(this.#state);
  }

  /** Whether a task or a question is open. */
  get busy(): boolean {
    return this.#state.task !== null || this.asking !== null;
  }

  get name(): string {
    return this.file?.name ?? t('file.untitled');
  }

  send(event: FileEvent): void {
    const { state, effects } = update(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  /** Reads which file the draft belongs to, and whether another program changed it. */
  async restore(): Promise<void> {
    await this.#record.refresh();
    this.look();
  }

  /** A window stored the document's file record. */
  told(revision: string): void {
    this.#record.told(revision);
  }

  reconnected(): void {
    void this.#record.refresh();
  }

  /** Ends: tasks in progress are finished without waiting for them. */
  stop(): void {
    this.send({ type: 'closed' });
    this.#record.stop();
  }

  async open(): Promise<void> {
    const { app } = this.#options;
    if (!app.info?.capabilities.chooseFile) {
      this.send({ type: 'ask-open' });
      return;
    }
    const chosen = await app.attempt(() => app.client.call('files.choose', { purpose: 'open', name: null }));
    if (chosen?.path) this.take({ path: chosen.path });
  }

  /** Opens a file in this document where it is empty, in a new tab otherwise. */
  take(incoming: Incoming): void {
    this.send({ type: 'dismiss' });
    const { written, onNew } = this.#options;
    if (written() || this.file) onNew(incoming);
    else void this.#read(incoming);
  }

  /** Opens a dropped file, by its path where the shell gives it. */
  drop(file: File): void {
    const path = pathOf(file);
    this.take(path ? { path } : { file });
  }

  save(): void {
    this.send({ type: 'save' });
  }

  saveAs(naming: Naming = 'same'): void {
    this.send({ type: 'save-as', naming });
  }

  /** Writes the file; losses of another format are shown first. */
  write(path: string, format: DocumentFormat): void {
    this.send({ type: 'write', target: { to: 'path', path, format, replace: false } });
  }

  download(format: DocumentFormat): void {
    this.send({ type: 'write', target: { to: 'download', format, naming: 'same' } });
  }

  /** Checks whether another program changed the file, and asks what to do. */
  look(): void {
    this.send({ type: 'look' });
  }

  /** Reads the open file again in another encoding. */
  readAs(encoding: Encoding): void {
    const { asking } = this;
    if (asking?.kind === 'encoding') void this.#read(asking.incoming, encoding);
  }

  async exportPdf(): Promise<void> {
    const { app } = this.#options;
    if (!app.info?.capabilities.pdf) {
      window.print();
      return;
    }
    const name = `${withoutEnding(this.#nameFor('same'))}.pdf`;
    const chosen = await app.attempt(() => app.client.call('files.choose', { purpose: 'pdf', name }));
    const path = chosen?.path;
    const done = path && (await app.attempt(() => app.client.call('files.pdf', { path })));
    if (done) this.#tellSaved(done.name);
  }

  #carryOut(effect: FileEffect): void {
    switch (effect.type) {
      case 'record':
        this.#record.set(effect.file, effect.why);
        break;
      case 'say-saved':
        this.#tellSaved(effect.name);
        break;
      case 'say-gone':
        this.#tellGone(effect.name);
        break;
      case 'say-failed':
        this.#options.app.notify({ level: 'error', text: effect.text });
        break;
      default:
        this.#run(effect).then(
          (event) => this.send(event),
          (error: unknown) =>
            this.send({ type: 'failed', id: effect.id, code: codeOf(error), text: textOf(error, saving) }),
        );
    }
  }

  /** Reads the document, where it is read, before this returns. */
  async #run(effect: Extract<FileEffect, { readonly id: number }>): Promise<FileEvent> {
    const { desk } = this.#options;
    const { id } = effect;
    switch (effect.type) {
      case 'choose':
        return this.#choose(effect);
      case 'weigh':
        return { type: 'weighed', id, losses: await desk.losses(effect.output) };
      case 'write': {
        const { target, output, expected } = effect;
        const naming = target.to === 'download' ? target.naming : 'same';
        return {
          type: 'written',
          id,
          written: await desk.write(target, output, expected, this.#nameFor(naming)),
        };
      }
      case 'look':
        return { type: 'looked', id, ...(await desk.check(effect.path, effect.stamp)) };
      case 'load':
        return { type: 'loaded', id, opened: await desk.load(effect.path, effect.encoding) };
      case 'replace':
        return { type: 'reloaded', id, file: desk.replace(effect.opened) };
    }
  }

  async #choose({ id, naming }: Extract<FileEffect, { type: 'choose' }>): Promise<FileEvent> {
    const { app } = this.#options;
    const name = this.#nameFor(naming);
    if (!app.info?.capabilities.chooseFile) return { type: 'no-dialog', id, name };
    const { path } = await app.client.call('files.choose', { purpose: 'save', name });
    return { type: 'chosen', id, path, format: path === null ? null : formatOf(path) };
  }

  async #read(incoming: Incoming, encoding?: Encoding): Promise<void> {
    const { app, desk, onNew, onOpened } = this.#options;
    try {
      const outcome = await desk.open(incoming, encoding);
      if (outcome.refused === 'writing') return onNew(incoming);
      if (outcome.refused) return this.#refuse(outcome.refused, incoming);
      const { file, candidates } = outcome;
      this.send({ type: 'opened', file, incoming, candidates });
      onOpened();
    } catch (error) {
      app.notify({ level: 'error', text: textOf(error, opening) });
    }
  }

  #refuse(why: 'unknown' | 'tooLarge', incoming: Incoming): void {
    const path = 'path' in incoming ? incoming.path : '';
    const name = 'file' in incoming ? incoming.file.name : path;
    this.#options.app.notify({ level: 'error', text: message(`file.${why}`, { name }) });
  }

  #tellSaved(name: string): void {
    this.#options.app.tell(message('file.saved', { name }));
  }

  #tellGone(name: string): void {
    this.#options.app.notify({
      level: 'warning',
      text: message('file.goneMeanwhile', { name }),
    });
  }

  #nameFor(naming: Naming): string {
    const { file } = this;
    return nameFor({ file, naming, beginning: this.#options.beginning() });
  }
}
