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

/** The draft that says which file a document is. */
export const recordOf = (documentId: string): string => `${documentId}.file`;

/** Carries out what file-record-state.ts decides: the record lies beside the document's draft. */
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

  /** Which file the document is, as the store has it; again after events may have been missed. */
  async refresh(): Promise<void> {
    await this.#send({ type: 'lost' });
  }

  /** The document is closed: what is not stored is written, nothing is read. */
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

  /** Lost, it costs the file's name and no letter of the text. */
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
