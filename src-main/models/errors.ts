import { CodedError } from '../base/error.ts';
import type { Bilingual } from '../contract/schemas.ts';
import { render } from '../texts/message.ts';

/** Errors that several files of models/ throw. */

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

export const diskFull = (needed: number, cause?: unknown) =>
  new CodedError(
    'disk-full',
    {
      zh: `磁盘空间不足：安装模型需要约 ${megabytes(needed)}。请腾出空间后重试，已下载的部分会保留。`,
      en: `The disk is full: the model needs about ${megabytes(needed)}. Free some space and try again; what was downloaded is kept.`,
    },
    { cause },
  );

export const unreachable = (who: string, why: Bilingual, cause?: unknown) =>
  new CodedError(
    'source-unreachable',
    {
      zh: `没能从 ${who} 下载：${render(why, 'zh')}。`,
      en: `Nothing came from ${who}: ${render(why, 'en')}.`,
      detail: why.detail,
    },
    { cause },
  );

/** @param detail the model, file or answer that the source refused */
export const refused = (who: string | { zh: string; en: string }, detail: string, why?: Bilingual) => {
  const { zh, en } = typeof who === 'string' ? { zh: who, en: who } : who;
  return new CodedError('source-refused', {
    zh: `${zh} 没有提供这个模型${why ? `：${render(why, 'zh')}` : ''}。`,
    en: `${en} does not serve this model${why ? `: ${render(why, 'en')}` : ''}.`,
    detail,
  });
};

export const lied = (who: string, why: { zh: string; en: string }) =>
  new CodedError('source-lied', {
    zh: `${who} 给出的内容不对：${why.zh}。`,
    en: `${who} sent something else: ${why.en}.`,
  });

export const wrongHash = (file: string) =>
  new CodedError('model-wrong-hash', {
    zh: `${file} 的校验值不符，文件已损坏或被替换。请重新下载。`,
    en: `${file} does not have the expected checksum: it is damaged or was replaced. Download it again.`,
  });

export function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
