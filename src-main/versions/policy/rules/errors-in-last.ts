import { asWritten } from '../../../texts/message.ts';
import { recentRequests } from '../counts.ts';
import { rule } from './rule.ts';

const most = 2;

/** Two errors among the last 50 requests. */
export const errorsInLast = rule({
  name: 'errors-in-last',
  on: 'run',
  figures: ['errors', 'requests'],
  opens({ counts: { failedAt, requests }, sample }) {
    if (!sample.failed || failedAt.length < most) return null;
    return { errors: failedAt.length, requests: Math.min(requests, recentRequests) };
  },
  text: ({ errors, requests }) =>
    asWritten(
      `最近 ${requests} 次请求中出错 ${errors} 次`,
      `${errors} of the last ${requests} requests failed`,
    ),
});
