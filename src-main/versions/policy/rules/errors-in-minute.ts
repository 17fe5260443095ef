import { asWritten } from '../../../texts/message.ts';
import { rule } from './rule.ts';

const fewest = 200;
const share = 0.005;

/** More than 0.5 % errors within a minute of 200 requests or more. */
export const errorsInMinute = rule({
  name: 'errors-in-minute',
  on: 'run',
  figures: ['errors', 'requests'],
  opens({ counts: { minute }, sample }) {
    if (!sample.failed) return null;
    let [errors, requests] = [0, 0];
    for (const second of minute) {
      errors += second.errors;
      requests += second.requests;
    }
    return requests >= fewest && errors > share * requests ? { errors, requests } : null;
  },
  text: ({ errors, requests }) =>
    asWritten(
      `一分钟内 ${requests} 次请求中出错 ${errors} 次`,
      `${errors} of ${requests} requests within a minute failed`,
    ),
});
