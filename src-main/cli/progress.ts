import type { DownloadEvent } from '../contract/index.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import type { Output } from './output.ts';

export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** Null for an event that is not progress. */
export function progressText(event: DownloadEvent): Message | null {
  switch (event.phase) {
    case 'asking':
      return message('cli.asking', { source: event.source });
    case 'downloading': {
      const total = event.totalBytes === null ? '?' : megabytes(event.totalBytes);
      const left = event.secondsLeft === null ? '' : ` · ${Math.ceil(event.secondsLeft)} s`;
      const figures = `${megabytes(event.receivedBytes)} / ${total} · ${megabytes(event.bytesPerSecond)}/s${left}`;
      return message('cli.downloading', { file: event.file, figures });
    }
    case 'converting':
      return message('cli.converting');
    case 'verifying':
      return message('cli.verifying');
    case 'measuring': {
      const share = `${Math.floor((100 * event.done) / Math.max(1, event.of))} %`;
      return message('cli.preparing-memory', { share });
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
