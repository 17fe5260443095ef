import { causeOf } from '../../base/cause.ts';
import { CodedError } from '../../base/error.ts';
import type { Message } from '../../contract/text.ts';
import { message, render, renderDetail } from '../../texts/message.ts';

function textOf(error: unknown): Message {
  if (error instanceof CodedError) return error.text;
  const why = causeOf(error);
  return message('start.failed', { why }, why.detail);
}

/** The text of the system's dialog when no window is open yet: both languages, then the technical detail. */
export function startFailure(error: unknown): string {
  const text = textOf(error);
  const detail = renderDetail(text, 'zh');
  const behind = detail === null ? [] : [`详细：${detail}`];
  return [render(text, 'zh'), render(text, 'en'), ...behind].join('\n\n');
}
