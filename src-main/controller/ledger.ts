import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { replaceFileNow } from '../base/durable.ts';
import { CodedError } from '../base/error.ts';
import { ownerOnlyFile, ownerOnlyFolder } from '../base/owner-only.ts';
import { message } from '../texts/message.ts';
import { GatewayEvent } from './events.ts';
import { checkpointOf, fold } from './fold.ts';
import type { ControllerState } from './state.ts';

/** The ledger: one event a line, on the disk before anything follows from it. */

export interface Ledger {
  /** Returns when the event is on the disk. */
  append(event: GatewayEvent): void;
  /** Begins the file anew with the state where it has grown long. */
  compact(state: ControllerState): void;
  close(): void;
}

export const ledgerFile = (dir: string): string => join(dir, 'ledger.jsonl');

/** A day of a thousand writers is about 5 MB. */
const longest = 8 * 1024 * 1024;

interface Read {
  readonly state: ControllerState | null;
  /** Bytes of whole events. A power loss may leave a part of one behind them. */
  readonly bytes: number;
}

function eventOf(line: string): GatewayEvent | null {
  try {
    return GatewayEvent.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * @throws CodedError `serving-ledger-damaged` where an event before the last cannot be read: what it stopped would
 * start again without it
 */
function readFile(file: string): Read {
  if (!existsSync(file)) return { state: null, bytes: 0 };
  const text = readFileSync(file, 'utf8');
  let state: ControllerState | null = null;
  let bytes = 0;
  const lines = text.split('\n');
  // What follows the last line feed is no whole event.
  for (const line of lines.slice(0, -1)) {
    const event = eventOf(line);
    if (!event || (state === null && event.kind !== 'opened' && event.kind !== 'checkpoint'))
      throw new CodedError('serving-ledger-damaged', message('controller.ledger-damaged', { file }));
    state = fold(state, event);
    bytes += Buffer.byteLength(line) + 1;
  }
  return { state, bytes };
}

/** The state as the ledger tells it, for a look from outside; null where there is none. */
export const readState = (dir: string): ControllerState | null => readFile(ledgerFile(dir)).state;

/** Opens a folder's ledger for the one process that writes it. */
export function openLedger(dir: string): { readonly ledger: Ledger; readonly state: ControllerState | null } {
  mkdirSync(dir, { recursive: true, mode: ownerOnlyFolder });
  const file = ledgerFile(dir);
  const { state, bytes } = readFile(file);
  let handle = openSync(file, 'a', ownerOnlyFile);
  if (statSync(file).size > bytes) {
    ftruncateSync(handle, bytes);
    fsyncSync(handle);
  }
  let size = bytes;
  const ledger: Ledger = {
    append(event) {
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      try {
        if (writeSync(handle, line) < line.length) throw new Error('the disk is full');
        fsyncSync(handle);
        size += line.length;
      } catch (error) {
        // A part of a line in the middle of the file would end every later start.
        ftruncateSync(handle, size);
        throw error;
      }
    },
    compact(now) {
      if (size < longest) return;
      const event: GatewayEvent = { at: now.at, kind: 'checkpoint', format: 1, state: checkpointOf(now) };
      const line = `${JSON.stringify(event)}\n`;
      replaceFileNow(file, line);
      closeSync(handle);
      handle = openSync(file, 'a', ownerOnlyFile);
      size = Buffer.byteLength(line);
    },
    close: () => closeSync(handle),
  };
  return { ledger, state };
}
