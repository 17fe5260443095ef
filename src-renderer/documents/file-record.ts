import type { Client } from '../../src-main/contract/index.ts';
import { codeOf } from '../ui/error-text.ts';
import {
  type RecordEffect,
  type RecordEvent,
  type RecordState,
  unread,
  update,
  type Why,
} from './file-record-state.ts';
import { type OpenFile, readStoredFile } from './open-file.ts';

/** Id of the draft that stores the file record of a document. */
export const recordOf = (documentId: string): string => `${documentId}.file`;

/** Carries out the effects of file-record-state.ts: the record is stored beside the document's draft. */
export class FileRecord {
  readonly #client: Client;
  readonly #id: string;
  readonly #onShow: (file: OpenFile | null) => void;
  #state: RecordState = unread(crypto.randomUUID());
  #stopped = false;

  constructor(client: Client, documentId: string, onShow: (file: OpenFile | null) => void) {
    this.#client = client;
    this.#id = recordOf(documentId);
    this.#onShow = onShow;
  }

  set(file: OpenFile | null, why: Why): void {
    void this.#send({ type: 'set', file, why });
  }

  told(revision: string): void {
    void this.#send({ type: 'told', revision });
  }

  /** Reads the stored record, again after events may have been missed. */
  async refresh(): Promise<void> {
    await this.#send({ type: 'lost' });
  }

  /** The document closes: unstored changes are written, nothing is read. */
  stop(): void {
    this.#stopped = true;
  }

  async #send(event: RecordEvent): Promise<void> {
    const { state, effects } = update(this.#state, event);
    this.#state = state;
    for (const effect of effects) await this.#carryOut(effect);
  }

  async #carryOut(effect: RecordEffect): Promise<void> {
    if (this.#stopped && effect.type !== 'put') return;
    if (effect.type === 'show') this.#onShow(effect.file);
    else await this.#send(effect.type === 'put' ? await this.#put(effect) : await this.#read());
  }

  /** Losing the record loses the file's name, no text. */
  async #put({ file, revision, based }: Extract<RecordEffect, { type: 'put' }>): Promise<RecordEvent> {
    try {
      const content = JSON.stringify(file);
      await this.#client.call('drafts.put', { id: this.#id, content, revision, based });
      return { type: 'stored' };
    } catch (error) {
      return { type: codeOf(error) === 'draft-behind' ? 'refused' : 'failed' };
    }
  }

  async #read(): Promise<RecordEvent> {
    try {
      const { draft } = await this.#client.call('drafts.get', { id: this.#id });
      return {
        type: 'read',
        stored: draft && { revision: draft.revision, file: readStoredFile(draft.content) },
      };
    } catch {
      return { type: 'failed' };
    }
  }
}
