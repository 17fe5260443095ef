import { expect, test } from 'vitest';
import { allDetails, causeOf, exitCause, kindOf, statusCause } from '../../src-main/base/cause.ts';
import { asWritten, render } from '../../src-main/texts/message.ts';
import { both, said } from '../support/words.ts';

/** As fetch throws it. */
const wrapped = (code: string, words: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(words), { code }) });

const raw = /\b(?:E[A-Z]{3,}|HTTP|UND_\w+|getaddrinfo|\d{3})\b/;

test.each([
  [
    'ENOTFOUND',
    'getaddrinfo ENOTFOUND huggingface.co',
    '连不上下载服务器（可能没有网络，或被单位防火墙拦住）',
  ],
  [
    'ECONNREFUSED',
    'connect ECONNREFUSED 10.0.0.1:443',
    '连不上下载服务器（可能没有网络，或被单位防火墙拦住）',
  ],
  ['ECONNRESET', 'read ECONNRESET', '连接中途断了（可能网络不稳，或被单位防火墙拦住）'],
  ['ETIMEDOUT', 'connect ETIMEDOUT', '等了很久，对方没有回应（可能网络太慢，或被单位防火墙拦住）'],
  ['ENOSPC', 'ENOSPC: no space left on device, write', '磁盘已满'],
  ['EACCES', "EACCES: permission denied, open '/x'", '没有权限'],
  ['EPERM', 'EPERM: operation not permitted', '没有权限'],
])('%s is said in plain words, the code kept as detail', (code, words, zh) => {
  const cause = causeOf(wrapped(code, words));
  expect(both(cause)).toEqual({ zh, en: expect.any(String), detail: words });
  expect(both(cause).en).not.toMatch(raw);
  expect(kindOf(wrapped(code, words))).toBe(code);
});

test('a name with several addresses fails for the reason of one of them', () => {
  const several = new AggregateError([Object.assign(new Error('down'), { code: 'ENETUNREACH' })]);
  expect(both(causeOf(new TypeError('fetch failed', { cause: several })))).toMatchObject({
    zh: expect.stringContaining('没有网络'),
    detail: 'ENETUNREACH: down',
  });
});

test('what nobody knows is said to be unknown, with its own words as detail', () => {
  expect(both(causeOf(new Error('secret')))).toEqual({
    zh: '原因不明',
    en: 'for a reason that is not known',
    detail: 'secret',
  });
  expect(kindOf(Object.assign(new RangeError('secret'), { code: 'secret' }))).toBe('RangeError');
  expect(kindOf('secret')).toBe('string');
});

test.each([401, 403, 404, 407, 410, 418, 429, 500, 503])('the status %i is said in plain words', (status) => {
  const { zh, en, detail } = both(statusCause(status));
  expect(detail).toBe(`HTTP ${status}`);
  for (const text of [zh, en]) expect(text).not.toMatch(raw);
});

test.each([
  ['RequestError: getaddrinfo ENOTFOUND github.com', /没有网络/],
  ['HTTPError: Response code 404 (Not Found)', /没有这个文件/],
  ['HTTPError: Response code 407 (Proxy Authentication Required)', /代理服务器/],
  ['some other fault', /原因不明/],
])('“%s” of a program that gave up is said in plain words', (words, zh) => {
  const cause = both(causeOf(new Error(words)));
  expect(cause.zh).toMatch(zh);
  expect([cause.zh, cause.en].join()).not.toMatch(/ENOTFOUND|\d{3}/);
  expect(cause.detail).toContain(words);
});

test('a process that ended is said so without signals and exit codes, which stand behind it in each language', () => {
  expect(both(exitCause(null, 'SIGSEGV'))).toEqual({
    zh: '意外退出',
    en: 'it stopped unexpectedly',
    detail: 'SIGSEGV',
  });
  expect(exitCause(3, null).detail).toEqual(said({ zh: '退出码 3', en: 'exit code 3' }));
  expect(render(exitCause(null, 'SIGKILL'), 'zh')).toContain('内存');
});

test('details of several sentences stay in their languages', () => {
  const text = asWritten('。', '.');
  expect(allDetails([{ ...text, detail: 'EIO' }, text])).toBe('EIO');
  expect(
    allDetails([
      { ...text, detail: 'EIO' },
      { ...text, detail: asWritten('三字节', '3 bytes') },
    ]),
  ).toEqual(asWritten('EIO; 三字节', 'EIO; 3 bytes'));
  expect(allDetails([text])).toBeUndefined();
});
