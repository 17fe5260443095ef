import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src-main/base/clock.ts';
import { childEntry } from '../../src-main/base/paths.ts';
import { createParser, type Parser } from '../../src-main/documents/parser.ts';
import type { ParserLimits } from '../../src-main/documents/parser-child.ts';
import { manualClock } from '../support/manual-clock.ts';
import { forkInto, isAlive, until } from '../support/processes.ts';
import { refused } from '../support/refused.ts';
import { said } from '../support/words.ts';

const entry = fileURLToPath(new URL('parser-stand-in-process.ts', import.meta.url));
const open: Parser[] = [];
afterEach(() => {
  for (const parser of open.splice(0)) parser.close();
});

function start(limits: Partial<ParserLimits> = {}, clock = systemClock, file = entry) {
  const pids: number[] = [];
  const parser = createParser({ fork: forkInto(pids), entry: file, clock, limits });
  open.push(parser);
  return { parser, pids };
}

const tooComplex = { code: 'document-too-complex', zh: expect.stringMatching(/请/) };

describe('a job', () => {
  test('gets its input and gives its output, bytes included', async () => {
    const { parser } = start();
    const input = {
      name: '通知.docx',
      bytes: Uint8Array.of(0, 1, 255),
      list: [1, null, new Map([['a', 1]])],
    };
    expect(await parser.run('echo', input)).toEqual(input);
    const large = new Uint8Array(5_000_000).fill(7);
    expect(Buffer.compare(await parser.run<Uint8Array>('echo', large), large)).toBe(0);
  });

  test('that throws an error for the writer throws it here; the process goes on', async () => {
    const { parser, pids } = start();
    await expect(parser.run('refuse', null)).rejects.toMatchObject({
      code: 'document-old-doc',
      text: said({ zh: '旧', en: 'old' }),
    });
    expect(await refused(parser.run('fail', null))).toMatchObject({
      code: 'internal',
      zh: '处理文档时出错。',
      detail: expect.stringContaining('a bug'),
    });
    await expect(parser.run('uncloneable', null)).rejects.toMatchObject({ code: 'internal' });
    await expect(parser.run('none', null)).rejects.toMatchObject({ code: 'internal' });
    await expect(parser.run('toString', null)).rejects.toMatchObject({ code: 'internal' });
    expect(await parser.run('pid', null)).toBe(pids[0]);
    expect(pids).toHaveLength(1);
  });

  test('that nests too deep is too complex, and costs no process', async () => {
    const { parser, pids } = start();
    expect(await refused(parser.run('nest', null))).toMatchObject(tooComplex);
    expect(await parser.run('pid', null)).toBe(pids[0]);
  });

  test('that hangs is ended at its limit, and the next one runs', async () => {
    const clock = manualClock();
    const { parser, pids } = start({ milliseconds: 10_000 }, clock);
    await parser.run('echo', 1);
    const hung = parser.run('hang', null);
    const ended = refused(hung);
    // The process is up: the job begins in this turn.
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(9_999);
    expect(isAlive(pids[0])).toBe(true);
    clock.advance(1);
    expect(await ended).toMatchObject(tooComplex);
    await until(() => !isAlive(pids[0]));
    expect(await parser.run('echo', 2)).toBe(2);
    expect(pids).toHaveLength(2);
  });

  test('that eats memory ends alone', async () => {
    const { parser, pids } = start({ heapMegabytes: 64, milliseconds: 120_000 });
    const both = [parser.run('eat', null), parser.run('sleep', 100)] as const;
    expect(await refused(both[0])).toMatchObject(tooComplex);
    expect(pids).toContain(await both[1]);
    await until(() => pids.filter((pid) => isAlive(pid)).length === 1);
  });

  test('that exits is too complex, once', async () => {
    const { parser, pids } = start();
    expect(await refused(parser.run('exit', null))).toMatchObject(tooComplex);
    expect(pids).toHaveLength(1);
  });

  test('that finds a used process ending gets a new one', async () => {
    const { parser, pids } = start();
    await parser.run('poison', null);
    expect(await parser.run('sleep', 200)).toBe(pids[1]);
    expect(pids).toHaveLength(2);
  });
});

describe('a process', () => {
  test('has the heap that it may have', async () => {
    const { parser } = start({ heapMegabytes: 99 });
    expect(await parser.run('heap', null)).toContain('--max-old-space-size=99');
  });

  test('is used again, unless it has grown', async () => {
    const { parser, pids } = start({ keptMegabytes: 0 });
    const first = await parser.run('pid', null);
    const second = await parser.run('pid', null);
    expect(second).not.toBe(first);
    await until(() => pids.every((pid) => !isAlive(pid)));
  });

  test('ends when it has nothing to do, but not for a time that a job interrupted', async () => {
    const clock = manualClock();
    const { parser, pids } = start({ idleMilliseconds: 1000 }, clock);
    await parser.run('pid', null);
    clock.advance(800);
    await parser.run('pid', null);
    clock.advance(800);
    expect(await parser.run('pid', null)).toBe(pids[0]);
    clock.advance(1000);
    await until(() => !isAlive(pids[0]));
    expect(pids).toHaveLength(1);
  });

  test('is one of two at most; others wait', async () => {
    const { parser, pids } = start({ atOnce: 2 });
    const done = await Promise.all([1, 2, 3, 4, 5].map(() => parser.run<number>('sleep', 50)));
    expect(new Set(done).size).toBe(2);
    expect(pids).toHaveLength(2);
  });

  test('that does not start is no fault of the document', async () => {
    const { parser } = start({}, systemClock, fileURLToPath(new URL('no-such-process.ts', import.meta.url)));
    expect(await refused(parser.run('echo', 1))).toMatchObject({
      code: 'internal',
      zh: expect.stringMatching(/启动/),
    });
  });

  test('ends with the parser, and its job is aborted', async () => {
    const { parser, pids } = start();
    await parser.run('echo', 1);
    const hung = parser.run('hang', null);
    const aborted = expect(hung).rejects.toMatchObject({ code: 'aborted' });
    parser.close();
    await aborted;
    await expect(parser.run('echo', 1)).rejects.toMatchObject({ code: 'aborted' });
    await until(() => pids.every((pid) => !isAlive(pid)));
  });
});

test('the real process starts and knows no job that is not its own', async () => {
  const { parser } = start({}, systemClock, childEntry('documents/parser-process'));
  expect(await refused(parser.run('none', null))).toMatchObject({
    code: 'internal',
    en: 'no job of the name none',
  });
});
