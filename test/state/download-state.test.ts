import { describe, expect, test } from 'vitest';
import type { DownloadEvent } from '../../src-main/contract/index.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import {
  advance,
  begun,
  type Download,
  ended,
  isRunning,
  shareOf,
} from '../../src-renderer/state/download-state.ts';
import { said } from '../support/words.ts';

const attempt = { source: 'huggingface', text: asWritten('拒绝。', 'Refused.') } as const;
const play = (...events: readonly Record<string, unknown>[]): Download =>
  events.reduce<Download>(
    (before, event) => advance(before, { modelId: 'm', ...event } as DownloadEvent),
    begun,
  );
const downloading = {
  phase: 'downloading',
  source: 'modelscope',
  file: 'model.onnx',
  receivedBytes: 30,
  totalBytes: 120,
  bytesPerSecond: 10,
  secondsLeft: 9,
};

describe('a download', () => {
  test('counts what it received, and keeps what the sources before it said', () => {
    const now = play({ phase: 'refused', attempt }, { phase: 'asking', source: 'modelscope' }, downloading);
    expect(now).toMatchObject({ source: 'modelscope', receivedBytes: 30, attempts: [attempt] });
    expect([shareOf(now), isRunning(now)]).toEqual([0.25, true]);
    const verifying = play({ phase: 'refused', attempt }, downloading, {
      phase: 'verifying',
      source: 'modelscope',
    });
    expect(verifying).toMatchObject({ receivedBytes: 0, file: null, attempts: [attempt] });
    expect(shareOf(verifying)).toBeNull();
  });

  test('of unknown size has no share; what is measured has one, and never more than all of it', () => {
    expect(shareOf(play({ ...downloading, totalBytes: null }))).toBeNull();
    expect(shareOf(play({ ...downloading, receivedBytes: 200 }))).toBe(1);
    expect(shareOf(play({ phase: 'measuring', done: 1, of: 4 }))).toBe(0.25);
    expect(shareOf(play({ phase: 'measuring', done: 0, of: 0 }))).toBe(0);
    expect(shareOf(play({ phase: 'done', source: 'modelscope', attempts: [] }))).toBe(1);
  });

  test('that ended begins anew with its next event', () => {
    const failed = play({ phase: 'failed', attempts: [attempt], text: attempt.text });
    expect([failed.phase, isRunning(failed)]).toEqual(['failed', false]);
    expect(advance(failed, { modelId: 'm', phase: 'asking', source: 'modelscope' }).attempts).toEqual([]);
    expect(isRunning(play({ phase: 'cancelled' }))).toBe(false);
    expect(isRunning(play({ phase: 'measured' }))).toBe(false);
    expect(isRunning(undefined)).toBe(false);
  });

  test('whose call fails says what its last event said, or else what the call said', () => {
    const failed = play({ phase: 'failed', attempts: [attempt], text: attempt.text });
    expect(ended(failed, asWritten('别的。', 'Other.'))).toBe(failed);
    const running = play({ phase: 'refused', attempt }, downloading);
    expect(ended(running, asWritten('坏了。', 'Bad.'))).toMatchObject({
      phase: 'failed',
      attempts: [attempt],
      text: said({ zh: '坏了。' }),
      receivedBytes: 0,
    });
    expect(ended(running, null)).toMatchObject({ phase: 'cancelled', attempts: [attempt], text: null });
    expect(ended(undefined, null)).toMatchObject({ phase: 'cancelled', attempts: [] });
  });
});
