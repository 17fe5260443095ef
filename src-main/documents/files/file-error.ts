import { basename, dirname } from 'node:path';
import { causeOf } from '../../base/cause.ts';
import { CodedError } from '../../base/error.ts';

/** Turns errors of the file system into sentences for the writer. */

type Sentence = readonly [code: string, zh: string, en: string];

const kept = { zh: '文字还在，没有丢。', en: 'Your text is kept.' };

function sentenceFor(code: string, path: string, writing: boolean): Sentence | null {
  const name = basename(path);
  const folder = dirname(path);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return [
        'disk-full',
        `磁盘已满，“${name}”没有存上。请腾出空间，或另存到别处。`,
        `The disk is full: “${name}” was not saved. Free some space, or save it elsewhere.`,
      ];
    case 'ENAMETOOLONG':
      return [
        'file-name-too-long',
        `文件名太长：“${name.slice(0, 20)}…”。请换一个短一些的名字。`,
        `The name “${name.slice(0, 20)}…” is too long. Choose a shorter one.`,
      ];
    case 'EROFS':
      return [
        'folder-read-only',
        `“${folder}”所在的磁盘只能读。请另存到别处。`,
        `The disk of “${folder}” is read-only. Save it elsewhere.`,
      ];
    case 'EBUSY':
    case 'ETXTBSY':
      return [
        'file-busy',
        `“${name}”正被另一个程序占用。请关掉那个程序再试，或另存到别处。`,
        `Another program holds “${name}”. Close it and try again, or save elsewhere.`,
      ];
    case 'ENOENT':
    case 'ENOTDIR':
      return writing
        ? [
            'folder-gone',
            `文件夹“${folder}”不存在。请另选一个。`,
            `There is no folder “${folder}”. Choose another.`,
          ]
        : [
            'file-gone',
            `找不到“${name}”：它可能被移走、改名或删除了。`,
            `“${name}” is not there: it may have been moved, renamed or deleted.`,
          ];
    case 'EACCES':
    case 'EPERM':
      return writing
        ? [
            'folder-read-only',
            `没有权限在“${folder}”里写文件。请另存到别处。`,
            `You may not write files in “${folder}”. Save it elsewhere.`,
          ]
        : ['file-unreadable', `没有权限读“${name}”。`, `You may not read “${name}”.`];
    default:
      return null;
  }
}

/** The system's code of an error, such as `ENOSPC`; null for an error without. */
export const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error ? String(error.code) : null;

/** Whether an error says that there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The writer's error for an error of the file system; any other error is returned unchanged. */
export function fileError(error: unknown, path: string, doing: 'reading' | 'writing'): unknown {
  const code = systemCode(error);
  if (error instanceof CodedError || code === null) return error;
  const writing = doing === 'writing';
  const [known, zh, en] = sentenceFor(code, path, writing) ?? [
    'file-unreadable',
    `“${basename(path)}”读写失败：${causeOf(error).zh}。请重试，或换一个位置。`,
    `“${basename(path)}” could not be read or written: ${causeOf(error).en}. Try again, or use another place.`,
  ];
  const detail = code;
  const text = writing ? { zh: `${zh}${kept.zh}`, en: `${en} ${kept.en}`, detail } : { zh, en, detail };
  return new CodedError(known, text, { cause: error });
}

export const readOnlyFile = (path: string): CodedError =>
  new CodedError('file-read-only', {
    zh: `“${basename(path)}”是只读文件，没有改动它。请另存为别的名字。${kept.zh}`,
    en: `“${basename(path)}” is read-only and was left as it is. Save under another name. ${kept.en}`,
  });

export const readOnlyFolder = (path: string): CodedError =>
  new CodedError('folder-read-only', {
    zh: `文件夹“${dirname(path)}”是只读的，“${basename(path)}”没有存上。请另存到别处。${kept.zh}`,
    en: `The folder “${dirname(path)}” is read-only: “${basename(path)}” was not saved. Save it elsewhere. ${kept.en}`,
  });
