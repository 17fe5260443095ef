import { asWritten } from '../../../texts/message.ts';
import { rule } from './rule.ts';

/** An answer holds numbers that are none. */
export const notFinite = rule({
  name: 'not-finite',
  on: 'run',
  figures: ['requests'],
  opens: ({ counts: { requests }, sample }) => (sample.failed || sample.finite ? null : { requests }),
  text: () => asWritten('算出的结果不是正常的数', 'what it computes are no proper numbers'),
});
