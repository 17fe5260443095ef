import { z } from 'zod';
import { Message } from './text.ts';

/** All codes of `CodedError`; a test compares the list with the source. */
export const errorCodes = [
  // requests
  'bad-input',
  'unknown-method',
  'internal',
  'aborted',
  'unsupported',
  'not-found',
  // transports
  'disconnected',
  // models
  'model-unknown',
  'model-not-installed',
  'model-in-use',
  'model-busy',
  'model-truncated',
  'model-corrupt',
  'model-wrong-hash',
  'model-wrong-architecture',
  'model-wrong-vocabulary',
  'model-no-head',
  'model-incomplete',
  'disk-full',
  'folder-unreadable',
  'source-unreachable',
  'source-refused',
  'source-lied',
  'no-source',
  // versions
  'patch-corrupt',
  'patch-foreign',
  'version-not-loaded',
  'model-broken',
  // engine
  'no-model',
  'engine-failed',
  'engine-crash-loop',
  'superseded',
  'provider-unavailable',
  // versions
  'version-blocked',
  'version-in-use',
  // gateway
  'gateway-address',
  'gateway-preset',
  'gateway-failed',
  // controller of a serving engine
  'serving-unreachable',
  'serving-refused',
  'serving-ledger-damaged',
  // filling
  'no-gap',
  'text-too-long',
  'suite-invalid',
  // learning
  'learn-no-samples',
  'learn-busy',
  'learn-interrupted',
  'learn-cancelled',
  'learn-diverged',
  'learn-failed',
  // documents
  'file-not-chosen',
  'document-unreadable',
  'document-too-large',
  'document-too-complex',
  'document-empty',
  'document-truncated',
  'document-damaged',
  'document-no-main-part',
  'document-wrong-root',
  'document-encrypted',
  'document-enterprise-encrypted',
  'document-old-doc',
  'document-old-office',
  'document-word-2003-xml',
  'document-flat-opc',
  'document-is-rtf',
  'document-is-pdf',
  'document-is-html',
  'document-is-text',
  'document-is-odt',
  'document-is-xlsx',
  'document-is-pptx',
  'document-is-zip',
  'text-unencodable',
  'document-read-only',
  'source-missing',
  'draft-behind',
  // files
  'file-gone',
  'file-changed',
  'file-exists',
  'file-unreadable',
  'file-read-only',
  'file-name-too-long',
  'file-busy',
  'folder-gone',
  'folder-read-only',
  // updates
  'update-no-key',
  'update-incomplete',
  'update-wrong-signature',
  'update-not-listed',
  'update-changed',
  'update-other-system',
  'update-not-newer',
  // shared files of a team
  'team-unreachable',
  'team-incomplete',
  'team-wrong-signature',
  'team-invalid',
  'team-other',
  'team-rolled-back',
  'team-expired',
  'team-object',
  'team-key',
  'team-joined',
  'team-not-joined',
  // store
  'store-corrupt',
  'store-newer',
  'store-unwritable',
  'store-locked',
  'app-running',
  'app-not-running',
] as const;

export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** An error, as it crosses a transport. */
export const ErrorBody = z.object({
  code: ErrorCode,
  text: Message,
});
export type ErrorBody = z.infer<typeof ErrorBody>;
