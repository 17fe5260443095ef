import { afterEach, expect, test, vi } from 'vitest';
import { CodedError } from '../../src-main/base/error.ts';
import { createOutput, failureText, withDetail } from '../../src-main/cli/output.ts';
import { asWritten, message } from '../../src-main/texts/message.ts';

afterEach(() => vi.restoreAllMocks());

test.each([
  ['zh_CN.UTF-8', '没有做成：磁盘已满。请运行 doctor 检查。 [ENOSPC: no space left on device, write]\n'],
  [
    'en_US.UTF-8',
    'It failed: the disk is full. Run doctor to check. [ENOSPC: no space left on device, write]\n',
  ],
])('an error is said in the words of %s, its code in brackets at the end', (locale, line) => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  createOutput(false, locale).say(failureText(error));
  expect(write.mock.calls).toEqual([[line]]);
});

test('an error without anything behind it has no brackets', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  createOutput(false, 'en').say(failureText(new CodedError('not-found', asWritten('没有。', 'None.'))));
  expect(write.mock.calls).toEqual([['None.\n']]);
});

test.each([
  ['zh', '学习成果已损坏。 [校验值不符]'],
  ['en', 'It is damaged. [checksum]'],
] as const)('what is behind a sentence is said in %s too', (language, line) => {
  const text = {
    ...asWritten('学习成果已损坏。', 'It is damaged.'),
    detail: asWritten('校验值不符', 'checksum'),
  };
  expect(withDetail(language, text)).toBe(line);
});

test('JSON holds a text in both languages beside its code', () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const text = message('failure.unknown', { doing: message('failure.saving') }, 'EIO');
  createOutput(true, 'zh').result({ at: 1, text }, []);
  const [line] = write.mock.calls[0] ?? [];
  expect(JSON.parse(String(line))).toEqual({
    at: 1,
    text: {
      code: 'failure.unknown',
      zh: expect.stringMatching(/^保存没有成功/),
      en: expect.stringMatching(/^Saving failed/),
      detail: 'EIO',
    },
  });
});
