import type { Bilingual, Detail } from '../contract/schemas.ts';
import { renderDetail } from '../texts/message.ts';
import { reasonOf } from './error.ts';

/** What the system and servers say in codes, as a part of a sentence; the code itself goes along as `detail`. */

interface Words {
  readonly zh: string;
  readonly en: string;
}
/** Why something failed; the code is the same in both languages. */
type Cause = Words & { readonly detail: string };

const noServer: Words = {
  zh: '连不上下载服务器（可能没有网络，或被单位防火墙拦住）',
  en: 'the download server cannot be reached (there may be no network, or a firewall is in the way)',
};
const broken: Words = {
  zh: '连接中途断了（可能网络不稳，或被单位防火墙拦住）',
  en: 'the connection broke (the network may be unsteady, or a firewall is in the way)',
};
const slow: Words = {
  zh: '等了很久，对方没有回应（可能网络太慢，或被单位防火墙拦住）',
  en: 'it took too long to answer (the network may be slow, or a firewall is in the way)',
};
const untrusted: Words = {
  zh: '确认不了对方是不是真的下载服务器（可能单位防火墙在检查网络，或这台电脑的日期不对）',
  en: 'it cannot be told whether this is the real server (a firewall may read along, or the date of this computer is wrong)',
};
const full: Words = { zh: '磁盘已满', en: 'the disk is full' };
const forbidden: Words = { zh: '没有权限', en: 'permission was denied' };
const absent: Words = { zh: '文件不在那里', en: 'the file is not there' };
const held: Words = { zh: '正被另一个程序占用', en: 'another program holds it' };
const unreadable: Words = {
  zh: '磁盘或 U 盘读写出错',
  en: 'the disk or memory stick failed to read or write',
};

const causes: Readonly<Record<string, Words>> = {
  ENOTFOUND: noServer,
  EAI_AGAIN: noServer,
  ECONNREFUSED: noServer,
  EHOSTUNREACH: noServer,
  ENETUNREACH: noServer,
  ENETDOWN: noServer,
  ECONNRESET: broken,
  EPIPE: broken,
  UND_ERR_SOCKET: broken,
  ETIMEDOUT: slow,
  UND_ERR_CONNECT_TIMEOUT: slow,
  UND_ERR_HEADERS_TIMEOUT: slow,
  UND_ERR_BODY_TIMEOUT: slow,
  CERT_HAS_EXPIRED: untrusted,
  CERT_NOT_YET_VALID: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ENOSPC: full,
  EDQUOT: full,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: { zh: '磁盘只能读', en: 'the disk is read-only' },
  ENOENT: absent,
  ENOTDIR: absent,
  EISDIR: { zh: '这是一个文件夹，不是文件', en: 'this is a folder, not a file' },
  EBUSY: held,
  ETXTBSY: held,
  EIO: unreadable,
  ENXIO: unreadable,
  ENODEV: unreadable,
  EMFILE: { zh: '打开的文件太多', en: 'too many files are open' },
  ENFILE: { zh: '打开的文件太多', en: 'too many files are open' },
  ENOMEM: { zh: '内存不够', en: 'there is not enough memory' },
};

/** fetch hides the socket's own error in `cause`, and a name with several addresses fails with several errors. */
function* within(error: unknown): Generator<Error> {
  if (!(error instanceof Error)) return;
  yield error;
  if (error instanceof AggregateError) for (const one of error.errors) yield* within(one);
  yield* within(error.cause);
}

const codeOf = (error: Error): string | null =>
  'code' in error && typeof error.code === 'string' ? error.code : null;

/** Why something failed, without a full stop; `detail` is what was thrown, with its code. */
export function causeOf(error: unknown): Cause {
  for (const one of within(error)) {
    const code = codeOf(one);
    const words = code === null || !Object.hasOwn(causes, code) ? undefined : causes[code];
    if (!code || !words) continue;
    const reason = reasonOf(one);
    return { ...words, detail: reason.includes(code) ? reason : `${code}: ${reason}` };
  }
  return causeIn(reasonOf([...within(error)].at(-1) ?? error));
}

/** By the first code of the system, or status of a server, in the words of a program that gave up. */
function causeIn(words: string): Cause {
  const code = words.match(/\b[A-Z][A-Z_]{2,}\b/g)?.find((one) => Object.hasOwn(causes, one));
  const known = code === undefined ? undefined : causes[code];
  if (known) return { ...known, detail: words };
  const status = /\b(?:HTTP|status|response)(?: code)?:? (\d{3})\b/i.exec(words)?.[1];
  if (status) return { ...wordsOf(Number(status)), detail: words };
  return { zh: '原因不明', en: 'for a reason that is not known', detail: words };
}

/** How a process of ours ended that was not asked to, as a part of a sentence. */
export const exitCause = (code: number | null, signal: string | null): Bilingual => ({
  ...(signal === 'SIGKILL'
    ? { zh: '被系统结束了（可能内存不够）', en: 'the system ended it (memory may have run out)' }
    : { zh: '意外退出', en: 'it stopped unexpectedly' }),
  detail: signal ?? { zh: `退出码 ${code ?? '未知'}`, en: `exit code ${code ?? 'unknown'}` },
});

/** The system's code of an error, or the error's kind: nothing of its words, which may name files or hold text. */
export function kindOf(error: unknown): string {
  const codes = [...within(error)].map(codeOf).filter((code) => code !== null && Object.hasOwn(causes, code));
  return codes[0] ?? (error instanceof Error ? error.name : typeof error);
}

function wordsOf(status: number): Words {
  if (status === 401 || status === 403)
    return {
      zh: '服务器不让下载（可能要先登录网络，或被单位防火墙拦住）',
      en: 'the server forbids it (the network may ask you to log in, or a firewall is in the way)',
    };
  if (status === 404 || status === 410)
    return { zh: '服务器上没有这个文件', en: 'the server does not have this file' };
  if (status === 407)
    return { zh: '单位的代理服务器要求先登录', en: 'the proxy of your network asks you to log in' };
  if (status === 429)
    return {
      zh: '同时下载的人太多，服务器要求过一会儿再来',
      en: 'the server is busy and asks to come back later',
    };
  if (status >= 500)
    return { zh: '服务器出了故障，过一会儿再试', en: 'the server has a fault; try again later' };
  return { zh: '服务器没有给出文件', en: 'the server did not give the file' };
}

/** Why a server did not serve, by its HTTP status, without a full stop. */
export const statusCause = (status: number): Cause => ({
  ...wordsOf(status),
  detail: `HTTP ${status}`,
});

/** The details of several sentences in one. */
export function allDetails(texts: readonly Bilingual[]): Detail | undefined {
  const [zh, en] = (['zh', 'en'] as const).map((language) =>
    texts.flatMap((text) => renderDetail(text, language) ?? []).join('; '),
  );
  if (!zh || !en) return undefined;
  return zh === en ? zh : { zh, en };
}
