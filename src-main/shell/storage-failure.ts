import type { FoundFault, StorageFault } from '../base/storage-fault.ts';
import type { ErrorBody, Method } from '../contract/index.ts';
import { message } from '../texts/message.ts';
import { doingOf } from './doing.ts';

/** Tells the writer that the data folder cannot be written, why, and what to do. */

const codes = {
  full: 'disk-full',
  'read-only': 'folder-read-only',
  locked: 'store-locked',
  forbidden: 'store-unwritable',
  failing: 'store-unwritable',
} as const satisfies Record<StorageFault, ErrorBody['code']>;

/** The methods that store text of the window. It is stored again by itself until that succeeds. */
export const storesDraft = (method: Method): boolean => method === 'drafts.put' || method === 'drafts.append';

export const storageFailure = (method: Method, { fault, code }: FoundFault): ErrorBody => ({
  code: codes[fault],
  text: storesDraft(method)
    ? message(`fault.draft.${fault}`, {}, code)
    : message(`fault.${fault}`, { doing: doingOf(method) }, code),
});
