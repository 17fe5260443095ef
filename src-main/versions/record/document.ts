import type { Message } from '../../contract/text.ts';
import { asWritten, type Language } from '../../texts/message.ts';

/** A record as headings, sentences and tables, whatever it is written as. */

/** `own` is the app's wording, `given` came from outside: escaped where a format gives characters a meaning. */
export type Cell =
  | { readonly kind: 'own'; readonly text: Message }
  | { readonly kind: 'given'; readonly text: string };

export type Block =
  | { readonly kind: 'sentence'; readonly text: Message }
  | {
      readonly kind: 'table';
      readonly head: readonly Message[];
      readonly rows: readonly (readonly Cell[])[];
    };

export interface Section {
  readonly title: Message;
  readonly blocks: readonly Block[];
}

export interface RecordDocument {
  readonly title: Message;
  readonly sections: readonly Section[];
}

/** How a record is to be read. */
export interface Reading {
  /** What is written out holds no other, save for what the writer gave. */
  readonly language: Language;
  /** IANA name of the zone that times are told in. */
  readonly timeZone: string;
  /** When the record was written out, milliseconds since the epoch. */
  readonly at: number;
}

export const own = (text: string | Message): Cell => ({
  kind: 'own',
  text: typeof text === 'string' ? asWritten(text) : text,
});
export const given = (text: string): Cell => ({ kind: 'given', text });
export const sentence = (text: Message): Block => ({ kind: 'sentence', text });

/** Control characters would break lines, and marks of direction would reorder what is read. */
const unseen = /[\p{Cc}\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/gu;

/** Text from outside in one line. */
export const inOneLine = (text: string): string => text.replace(unseen, ' ').trim();
