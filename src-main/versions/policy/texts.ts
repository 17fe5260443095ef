import { messageOf } from '../../base/error.ts';
import type { RolloutEntry } from '../../contract/rollouts.ts';
import type { Message } from '../../contract/text.ts';
import { message } from '../../texts/message.ts';
import { openingText } from './rules.ts';
import type { Failure } from './state.ts';

/** What the slot says to the writer. */

export const loadCrashed: Failure = {
  code: 'engine-failed',
  text: message('versions.load-crashed'),
};

/** @param error what the engine said while it loaded or warmed a version */
export const loadFailed = (error: unknown): Failure =>
  messageOf(error, (reason) => ({
    code: 'engine-failed',
    text: message('versions.load-failed', {}, reason),
  }));

export const notSaved: Failure = {
  code: 'store-unwritable',
  text: message('versions.not-saved'),
};

export const versionBlocked: Failure = {
  code: 'version-blocked',
  text: message('versions.blocked'),
};

const percent = (share: number) => `${Math.round(share * 1_000) / 10} %`;
/** The notice for an entry of the archive; null where the writer need not be told. */
export function entryText(entry: RolloutEntry): Message | null {
  switch (entry.kind) {
    case 'opened': {
      const why = openingText(entry.opening);
      return message('versions.stopped-itself', { why });
    }
    case 'failed':
      return entry.failure.text;
    default:
      return null;
  }
}

/** Goes before 请求 and `requests`. */
export function shareText(share: number): Message {
  if (share >= 1) return message('versions.share-all');
  if (share === 0.5) return message('versions.share-half');
  const one = Math.round(1 / share);
  const text = Math.abs(share * one - 1) < 1e-9 ? `1/${one}` : percent(share);
  return message('versions.share-of', { share: text });
}
