import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createApp } from '../../src-main/app/app.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { createDispatch } from '../../src-main/shell/dispatch.ts';
import { render } from '../../src-main/texts/message.ts';
import { appOptions } from '../support/app-options.ts';
import { skippedFor } from '../support/skipped.ts';

/** The app on a real disk of four megabytes that is full. */

const folder = mkdtempSync(join(tmpdir(), 'bumo-disk-'));

/** @returns why no disk could be mounted; null where it is */
function mount(): string | null {
  if (process.platform !== 'linux') return 'only Linux has a disk in memory';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
    return null;
  } catch {
    return 'this user may not mount a disk';
  }
}

const unmounted = mount();
afterAll(() => {
  if (unmounted === null) execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true });
});

/** Takes all room that is left. */
function fillUp(file: string): void {
  const handle = openSync(file, 'w');
  for (let size = 1 << 20; size >= 1; ) {
    try {
      if (writeSync(handle, Buffer.alloc(size)) < size) size >>= 1;
    } catch {
      size >>= 1;
    }
  }
  closeSync(handle);
}

test.skipIf(unmounted !== null)(
  skippedFor(
    'on a full disk every draft is told to be in its window, and is stored once there is room',
    unmounted,
  ),
  async () => {
    const home = join(folder, 'home');
    const app = await createApp(appOptions({ BUMO_HOME: home }));
    const dispatch = createDispatch(app.handlers, silentLog);
    const call = (method: string, input: unknown) =>
      dispatch(method, input, { signal: new AbortController().signal });
    const contentOf = (i: number) => `文字${i}，${'长'.repeat(8_000 + 997 * i)}`;
    const put = (i: number) =>
      call('drafts.put', { id: `doc-${i}`, content: contentOf(i), revision: `r${i}`, based: null });
    expect((await put(0)).ok).toBe(true);
    const ballast = join(folder, 'ballast');
    fillUp(ballast);
    let refused = 0;
    for (let i = 1; i <= 50; i++) {
      const reply = await put(i);
      // What the log still has room for is stored.
      if (reply.ok) continue;
      refused++;
      const zh = render(reply.error.text, 'zh');
      expect([i, reply.error.code, zh]).toEqual([
        i,
        'disk-full',
        expect.stringContaining('磁盘已满，文字还在这个窗口里'),
      ]);
    }
    expect(refused).toBeGreaterThanOrEqual(40);
    // Everything else goes on, and what was stored can be read.
    expect((await call('drafts.get', { id: 'doc-0' })).ok).toBe(true);
    expect((await call('learn.state', {})).ok).toBe(true);
    const opened = await call('documents.read', {
      format: 'txt',
      data: Buffer.from('正文'.repeat(4000)).toString('base64'),
    });
    if (opened.ok) throw new Error('a source was stored on a full disk');
    expect(render(opened.error.text, 'zh')).toMatch(/磁盘已满.*请/);
    rmSync(ballast);
    for (let i = 0; i <= 10; i++) {
      if (i > 0) expect([i, (await put(i)).ok]).toEqual([i, true]);
      const reply = await call('drafts.get', { id: `doc-${i}` });
      expect(reply).toMatchObject({ ok: true, value: { draft: { content: contentOf(i) } } });
    }
    await app.close();
  },
);
