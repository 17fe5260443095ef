import type { Parent } from '../base/child.ts';
import { CodedError, messageOf } from '../base/error.ts';
import { message } from '../texts/message.ts';
import { XmlError } from './package/xml.ts';
import { type JobRequest, type ParserJobs, type ParserReply, tooComplex } from './parser-protocol.ts';

/** JavaScript reports a stack or a string over its limits as a RangeError, which a document can cause. */
const isBeyondLimits = (error: unknown): boolean =>
  error instanceof RangeError || (error instanceof XmlError && error.isOverLimit);

function failed(error: unknown): ParserReply {
  const sent = messageOf(isBeyondLimits(error) ? tooComplex(error) : error, (reason) => ({
    code: 'internal',
    text: message('document.failed', undefined, reason),
  }));
  return { kind: 'failed', error: sent, memory: process.memoryUsage.rss() };
}

async function answer(jobs: ParserJobs, { job, input }: JobRequest): Promise<ParserReply> {
  try {
    const run = Object.hasOwn(jobs, job) ? jobs[job] : undefined;
    if (!run) throw new CodedError('internal', message('document.noJob', { job }));
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
