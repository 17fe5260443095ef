import { rule } from './rule.ts';

/** The sequential test of a roll-out's errors has decided against the version. */
export const errorsSequential = rule({
  name: 'errors-sequential',
  on: 'errors',
  figures: ['errors', 'requests'],
  opens: ({ verdict, failures, observed }) =>
    verdict === 'bad' ? { errors: failures, requests: observed } : null,
  text: ({ errors, requests }) => ({
    zh: `${requests} 次请求中出错 ${errors} 次`,
    en: `${errors} of ${requests} requests failed`,
  }),
});
