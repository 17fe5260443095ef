import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFileNow } from '../../base/durable.ts';
import { cookieName } from './gate.ts';

/** Where the browser shell of a data folder is found: its port, and how the command line asks it for a link. */

export interface Place {
  /** Taken again at the next start, so that pages that are still open find the app; null before the first one. */
  readonly port: number | null;
  /** The app that runs; the session is the secret of its pages. */
  readonly running: { readonly port: number; readonly session: string } | null;
}

const nowhere: Place = { port: null, running: null };
const fileOf = (home: string) => join(home, 'browser.json');
const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536;

/** A file that is missing or damaged costs a new port. */
export function readPlace(home: string): Place {
  try {
    const { port, running } = JSON.parse(readFileSync(fileOf(home), 'utf8')) as Partial<Place>;
    return {
      port: isPort(port) ? port : null,
      running: isPort(running?.port) && typeof running.session === 'string' ? running : null,
    };
  } catch {
    return nowhere;
  }
}

/** Readable by this user alone. */
export function writePlace(home: string, place: Place): void {
  mkdirSync(home, { recursive: true });
  replaceFileNow(fileOf(home), JSON.stringify(place), 0o600);
}

const askMilliseconds = 3000;

/** Asks the app that runs for an address that opens it once. @returns null where none runs */
export async function askForLink(home: string): Promise<string | null> {
  const { running } = readPlace(home);
  if (!running) return null;
  const { port, session } = running;
  const origin = `http://127.0.0.1:${port}`;
  try {
    const response = await fetch(`${origin}/link`, {
      method: 'POST',
      headers: { origin, cookie: `${cookieName(port)}=${session}` },
      redirect: 'error',
      signal: AbortSignal.timeout(askMilliseconds),
    });
    const { url } = (await response.json()) as { url?: unknown };
    return response.ok && typeof url === 'string' && url.startsWith(`${origin}/`) ? url : null;
  } catch {
    // Whoever has the port now is no Bumo.
    return null;
  }
}
