import { CodedError } from '../base/error.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';

/** Where a team's files are: a folder, or an address of HTTPS. */

export interface TeamSource {
  /**
   * Reads a file below the address.
   * @param path with `/`, of names that this program made: nothing in a list names a path
   * @param most bytes; a longer file is refused, not cut
   * @returns null if there is no such file
   * @throws CodedError `team-unreachable`, `team-object` for a longer file
   */
  read(path: string, most: number, signal?: AbortSignal): Promise<Uint8Array | null>;
}

export type Address =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'https'; readonly url: URL };

/** @param cause what the system or the server said */
export const unreachable = (why: Message, cause?: unknown): CodedError =>
  new CodedError('team-unreachable', message('team.unreachable', { why }, why.detail), { cause });

export const tooLong = (path: string, most: number): CodedError =>
  new CodedError('team-object', message('team.too-long', {}, `${path} > ${most}`));

const badAddress = (): CodedError => new CodedError('bad-input', message('team.bad-address'));

/**
 * Reads an address as the administrator wrote it.
 * @param isAbsolute whether a text is an absolute path on this system
 * @throws CodedError `bad-input` for anything but an absolute path or an address of HTTPS without password and query
 */
export function parseAddress(text: string, isAbsolute: (path: string) => boolean): Address {
  const trimmed = text.trim();
  if (isAbsolute(trimmed)) return { kind: 'folder', path: trimmed };
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url?.protocol !== 'https:') throw badAddress();
  if (url.username || url.password || url.search || url.hash) throw badAddress();
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return { kind: 'https', url };
}
