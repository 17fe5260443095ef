import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Method } from '../../src-main/contract/index.ts';
import { asWritten, render } from '../../src-main/texts/message.ts';
import { patience } from '../support/patience.ts';
import { said } from '../support/words.ts';
import { type Connected, transports } from './transports.ts';

describe.each(transports)('the contract over %s', (_name, connect) => {
  let connected: Connected;
  beforeEach(async () => {
    connected = await connect();
  });
  afterEach(() => connected.close());

  test('brings results, with defaults filled in', async () => {
    expect(await connected.client.call('app.info', {})).toMatchObject({ version: '1.2.3' });
    expect(await connected.client.call('settings.set', { theme: 'dark' })).toMatchObject({
      theme: 'dark',
      maxLength: 4,
    });
  });

  test('changes the settings that are named, and no other', async () => {
    await connected.client.call('settings.set', { language: 'en', maxLength: 6, modelId: 'm' });
    await connected.client.call('settings.set', { theme: 'dark' });
    expect(await connected.client.call('settings.get', {})).toMatchObject({
      language: 'en',
      maxLength: 6,
      modelId: 'm',
      theme: 'dark',
    });
  });

  test('keeps Chinese, emoji and ten million characters as they are', async () => {
    const content = `${'补墨👩‍⚕️"\\\n'.repeat(1000)}${'字'.repeat(10_000_000)}`;
    await connected.client.call('drafts.put', { id: 'a', content });
    expect(connected.fake.drafts.get('a') === content).toBe(true);
    const { draft } = await connected.client.call('drafts.get', { id: 'a' });
    expect(draft?.content === content).toBe(true);
  });

  test('says which field of a bad input is wrong, and in which way', async () => {
    const call = connected.client.call('settings.set', { maxLength: 99 });
    await expect(call).rejects.toMatchObject({
      code: 'bad-input',
      text: { detail: expect.stringContaining('maxLength') },
    });
  });

  test('carries a coded error with both sentences', async () => {
    const call = connected.client.call('models.install', { id: 'x' });
    await expect(call).rejects.toMatchObject({
      code: 'disk-full',
      text: said({ zh: '磁盘空间不足。', en: 'The disk is full.' }),
    });
  });

  test('lets nothing of an unexpected error out', async () => {
    const error = await connected.client.call('models.remove', { id: 'x' }).catch((one: unknown) => one);
    expect(error).toMatchObject({
      code: 'internal',
      text: said({
        zh: '处理模型时出错：原因不明。请重试；若反复出现，请等文字存好后重启补墨。',
        detail: 'models.remove: Error',
      }),
    });
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
  });

  test('refuses an answer that breaks its own schema', async () => {
    await expect(connected.client.call('feedback.list', {})).rejects.toMatchObject({ code: 'internal' });
  });

  test('refuses a method that is not in the table', async () => {
    const odd = 'constructor' as Method;
    await expect(connected.client.call(odd, {} as never)).rejects.toMatchObject({ code: 'unknown-method' });
  });

  test('brings an abort to the handler', async () => {
    const cancel = new AbortController();
    const call = connected.client.call(
      'suggest.fill',
      { requestId: 'r', text: '天[MASK]' },
      { signal: cancel.signal },
    );
    await vi.waitFor(() => expect(connected.fake.waiting).toHaveLength(1), patience);
    cancel.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(connected.fake.waiting[0]?.aborted).toBe(true), patience);
  });

  test('brings events in order until the subscription ends', async () => {
    const heard: string[] = [];
    const off = connected.client.on('notice', ({ text }) => heard.push(render(text, 'zh')));
    const tell = (zh: string) => connected.hub.emit('notice', { level: 'info', text: asWritten(zh) });
    await vi.waitFor(() => {
      tell('开始');
      expect(heard.length).toBeGreaterThan(0);
    }, patience);
    heard.length = 0;
    for (const word of ['一', '二', '三']) tell(word);
    await vi.waitFor(() => expect(heard.slice(-3)).toEqual(['一', '二', '三']), patience);
    off();
    const { length } = heard;
    tell('四');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(heard).toHaveLength(length);
  });
});
