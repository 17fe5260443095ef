import { asWritten } from '../../../texts/message.ts';
import { rule } from './rule.ts';

/** The sequential test of a roll-out's errors has decided against the version. */
export const errorsSequential = rule({
  name: 'errors-sequential',
  on: 'errors',
  figures: ['errors', 'requests'],
  opens: ({ verdict, failures, observed }) =>
    verdict === 'bad' ? { errors: failures, requests: observed } : null,
  text: ({ errors, requests }) =>
    asWritten(`${requests} 次请求中出错 ${errors} 次`, `${errors} of ${requests} requests failed`),
});
