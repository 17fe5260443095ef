import { createHash } from 'node:crypto';

const hash = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);

/** Id of a sample: first 16 hex digits of SHA-256 over its text and answer. */
export const sampleId = (text: string, answer: string): string => hash(text, answer);

/** Id of a style pair, from both sides. */
export const pairId = (plain: string, formal: string): string => hash('pair', plain, formal);
