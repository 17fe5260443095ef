import { connectParent } from '../../src-main/base/child.ts';
import { CodedError } from '../../src-main/base/error.ts';
import { serveParser } from '../../src-main/documents/parser-worker.ts';
import { asWritten } from '../../src-main/texts/message.ts';

/** Jobs of the parser that go wrong in every way a real one could. */

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

serveParser(connectParent(), {
  echo: (input: unknown) => input,
  pid: () => process.pid,
  heap: () => process.execArgv,
  hang: () => {
    for (;;);
  },
  sleep: async (ms: number) => {
    await sleep(ms);
    return process.pid;
  },
  eat: () => {
    const eaten: unknown[] = [];
    for (;;) eaten.push({ text: 'x'.repeat(100) + eaten.length });
  },
  nest: () => {
    const deeper = (n: number): number => deeper(n + 1) + 1;
    return deeper(0);
  },
  refuse: () => {
    throw new CodedError('document-old-doc', asWritten('旧', 'old'));
  },
  fail: () => {
    throw new Error('a bug');
  },
  exit: () => process.exit(3),
  // Ends the second job of a process, whatever it is.
  poison: () => {
    setTimeout(() => process.exit(4), 20);
    return process.pid;
  },
  uncloneable: () => () => undefined,
});
