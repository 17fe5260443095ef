import type { DownloadEvent } from '../contract/index.ts';
import type { Bilingual } from '../contract/schemas.ts';
import type { Output } from './output.ts';

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** Null for an event that is not progress. */
export function progressText(event: DownloadEvent): Bilingual | null {
  switch (event.phase) {
    case 'asking':
      return { zh: `正在询问 ${event.source}…`, en: `Asking ${event.source}…` };
    case 'downloading': {
      const total = event.totalBytes === null ? '?' : megabytes(event.totalBytes);
      const left = event.secondsLeft === null ? '' : ` · ${Math.ceil(event.secondsLeft)} s`;
      const figures = `${megabytes(event.receivedBytes)} / ${total} · ${megabytes(event.bytesPerSecond)}/s${left}`;
      return { zh: `正在下载 ${event.file}：${figures}`, en: `Downloading ${event.file}: ${figures}` };
    }
    case 'converting':
      return { zh: '正在转换模型…', en: 'Converting the model…' };
    case 'verifying':
      return { zh: '正在校验模型…', en: 'Verifying the model…' };
    case 'measuring': {
      const share = `${Math.floor((100 * event.done) / Math.max(1, event.of))} %`;
      return { zh: `正在为记忆做准备：${share}`, en: `Preparing the memory: ${share}` };
    }
    default:
      return null;
  }
}

/** Shows the progress of a download or an import, and why a source refused. */
export function showDownload(output: Output, event: DownloadEvent): void {
  const text = progressText(event);
  if (text) output.progress(text);
  if (event.phase === 'refused') output.say(event.attempt.text);
}
