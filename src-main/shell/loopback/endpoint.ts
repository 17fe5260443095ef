import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFileNow } from '../../base/durable.ts';
import { ownerOnlyFolder } from '../../base/owner-only.ts';
import { sessionHeader } from '../../contract/session.ts';

/**
 * The endpoint of the browser shell of a data folder, in browser.json: its port, and the session with which the
 * command line requests a link.
 */

export interface Endpoint {
  /** The port of the last start, used again so that open pages find the app; null before the first start. */
  readonly port: number | null;
  /** The running app; null if none was recorded. `session` is the secret that grants access. */
  readonly running: { readonly port: number; readonly session: string } | null;
}

const noEndpoint: Endpoint = { port: null, running: null };
const fileOf = (home: string) => join(home, 'browser.json');
const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536;

/** A missing or damaged file counts as empty: the next start then chooses a new port. */
export function readEndpoint(home: string): Endpoint {
  try {
    const { port, running } = JSON.parse(readFileSync(fileOf(home), 'utf8')) as Partial<Endpoint>;
    return {
      port: isPort(port) ? port : null,
      running: isPort(running?.port) && typeof running.session === 'string' ? running : null,
    };
  } catch {
    return noEndpoint;
  }
}

/** Writes the file with permissions for this user only. */
export function writeEndpoint(home: string, endpoint: Endpoint): void {
  mkdirSync(home, { recursive: true, mode: ownerOnlyFolder });
  replaceFileNow(fileOf(home), JSON.stringify(endpoint));
}

const askMilliseconds = 3000;

/**
 * Requests a one-time URL from the running app.
 * @param files absolute paths of documents that the app is to open
 * @returns null if no app is running
 */
export async function askForLink(home: string, files: readonly string[] = []): Promise<string | null> {
  const { running } = readEndpoint(home);
  if (!running) return null;
  const { port, session } = running;
  const origin = `http://127.0.0.1:${port}`;
  try {
    const response = await fetch(`${origin}/link`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json', [sessionHeader]: session },
      body: JSON.stringify({ files }),
      redirect: 'error',
      signal: AbortSignal.timeout(askMilliseconds),
    });
    const { url } = (await response.json()) as { url?: unknown };
    return response.ok && typeof url === 'string' && url.startsWith(`${origin}/`) ? url : null;
  } catch {
    // The program that now has the port is not Bumo.
    return null;
  }
}
