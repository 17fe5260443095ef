import { asWritten } from '../../../texts/message.ts';
import { rule } from './rule.ts';

/** Bytes of private memory of the engine's process. */
const limit = 2 * 1024 ** 3;

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`;

export const memory = rule({
  name: 'memory',
  on: 'memory',
  figures: ['bytes', 'limit'],
  opens: ({ bytes }) => (bytes > limit ? { bytes, limit } : null),
  text: ({ bytes, limit: most }) =>
    asWritten(
      `补全引擎占用内存 ${megabytes(bytes)}，超过上限 ${megabytes(most)}`,
      `the engine uses ${megabytes(bytes)} of memory, over its limit of ${megabytes(most)}`,
    ),
});
