import type { Parent } from '../base/child.ts';
import { CodedError, messageOf } from '../base/error.ts';
import { XmlError } from './package/xml.ts';
import { type JobRequest, type ParserJobs, type ParserReply, tooComplex } from './parser-protocol.ts';

/** JavaScript reports a stack or a string over its limits as a RangeError, which a document can cause. */
const isBeyondLimits = (error: unknown): boolean =>
  error instanceof RangeError || (error instanceof XmlError && error.isOverLimit);

function failed(error: unknown): ParserReply {
  const message = messageOf(isBeyondLimits(error) ? tooComplex(error) : error, (reason) => ({
    code: 'internal',
    text: { zh: '处理文档时出错。', en: 'An error in handling the document.', detail: reason },
  }));
  return { kind: 'failed', error: message, memory: process.memoryUsage.rss() };
}

async function answer(jobs: ParserJobs, { job, input }: JobRequest): Promise<ParserReply> {
  try {
    const run = Object.hasOwn(jobs, job) ? jobs[job] : undefined;
    if (!run)
      throw new CodedError('internal', { zh: `没有这项工作：${job}`, en: `no job of the name ${job}` });
    const output = await run(input as never);
    return { kind: 'done', output, memory: process.memoryUsage.rss() };
  } catch (error) {
    return failed(error);
  }
}

/** The parser's process: runs one job after another. */
export function serveParser(parent: Parent, jobs: ParserJobs): void {
  parent.onGone(() => process.exit(0));
  parent.onMessage((message) => {
    void answer(jobs, message as JobRequest).then((reply) => {
      try {
        parent.send(reply);
      } catch (error) {
        // The output cannot be cloned.
        parent.send(failed(error));
      }
    });
  });
  parent.send({ kind: 'ready' } satisfies ParserReply);
}
