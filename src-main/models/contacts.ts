import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { replaceFileNow } from '../base/durable.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import { Contact } from '../contract/contacts.ts';
import type { Message } from '../contract/text.ts';

/** The record of the machines that were asked for models, for the shared files of a team, or as a gateway. */

/** Called before each request with 0, and with the number of bytes that came. */
export type OnContact = (host: string, bytes: number) => void;

/** The contacts of one source during one installation. */
export interface Contacting {
  readonly on: OnContact;
  /** @param result the source's answer */
  end(result: Message): void;
}

export interface ContactLog {
  /** Newest first. */
  list(): readonly Contact[];
  begin(about: Pick<Contact, 'modelId' | 'source'>): Contacting;
}

/** Contacts that are remembered. */
const most = 200;

export const contactsFile = 'contacts.json';

/** Name and port of an address. */
export const hostOf = (url: string): string => new URL(url).host;

function read(file: string): Contact[] {
  try {
    return z.array(Contact).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // There is no file yet, or it is damaged.
    return [];
  }
}

/** The contacts that a file holds, newest first. */
export const readContacts = (file: string): Contact[] => read(file).toReversed();

/**
 * @param file where contacts are kept, oldest first. It is written before the first request to a machine, so that a
 *   contact stays on record when the app is killed.
 */
export function createContactLog(file: string, clock: Pick<Clock, 'now'>): ContactLog {
  function append(contact: Contact): void {
    mkdirSync(dirname(file), { recursive: true, mode: ownerOnlyFolder });
    replaceFileNow(file, JSON.stringify([...read(file), contact].slice(-most)));
  }

  function replace(contacts: readonly Contact[]): void {
    const same = (one: Contact) =>
      contacts.find(({ at, host, source }) => at === one.at && host === one.host && source === one.source) ??
      one;
    replaceFileNow(file, JSON.stringify(read(file).map(same)));
  }

  return {
    list: () => readContacts(file),
    begin(about) {
      const asked = new Map<string, Contact>();
      return {
        on(host, bytes) {
          const known = asked.get(host);
          const contact = known ?? { ...about, host, at: clock.now(), bytes: 0, result: null };
          asked.set(host, { ...contact, bytes: contact.bytes + bytes });
          if (!known) append(contact);
        },
        end(result) {
          if (asked.size > 0) replace([...asked.values()].map((one) => ({ ...one, result })));
        },
      };
    },
  };
}

/** Remembers nothing. */
export const noContactLog: ContactLog = {
  list: () => [],
  begin: () => ({ on: () => undefined, end: () => undefined }),
};
