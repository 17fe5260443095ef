import { causeOf } from '../../base/cause.ts';
import { CodedError } from '../../base/error.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import { both, renderDetail } from '../../texts/message.ts';

function textOf(error: unknown): Bilingual {
  if (error instanceof CodedError) return error.text;
  const { zh, en, detail } = causeOf(error);
  return {
    zh: `补墨没能打开：${zh}。请重新打开；若仍不行，请重启电脑或重新安装。您的文稿都还在。`,
    en: `Bumo could not be opened: ${en}. Open it again; if that fails, restart the computer or install Bumo anew. Your documents are safe.`,
    detail,
  };
}

/** What the system's own dialog says where there is no window yet: both languages, and what is behind it at the end. */
export function startFailure(error: unknown): string {
  const text = textOf(error);
  const { zh, en } = both(text);
  const detail = renderDetail(text, 'zh');
  const behind = detail === null ? [] : [`详细：${detail}`];
  return [zh, en, ...behind].join('\n\n');
}
