import { createHash } from 'node:crypto';

const hash = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);

/** Names a sample by what it teaches: first 16 hex digits of SHA-256 over text and answer. */
export const sampleId = (text: string, answer: string): string => hash(text, answer);

/** Names a style pair by both sides. */
export const pairId = (plain: string, formal: string): string => hash('pair', plain, formal);
