import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sessionHeader } from '../../src-main/contract/session.ts';
import { enterShell } from '../support/enter-shell.ts';
import { startShellProcess } from '../support/shell-process.ts';
import { tempDir } from '../support/temp.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const run = (home: string, ...command: string[]) =>
  spawnSync(process.execPath, command, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, BUMO_HOME: home, LC_ALL: 'zh_CN.UTF-8' },
  });

test('a second start hands its documents to the app that runs, which opens no other', async () => {
  const home = tempDir();
  const file = join(home, '通知.md');
  writeFileSync(file, '通知');
  const app = await startShellProcess({ BUMO_HOME: home });
  try {
    expect(run(home, 'src-main/start.ts', '--browser', '--no-open', file, join(home, 'a.exe')).status).toBe(
      0,
    );
    const url = new URL(app.url);
    const headers = {
      origin: url.origin,
      'content-type': 'application/json',
      [sessionHeader]: await enterShell(url),
    };
    const post = async (path: string, body: unknown) => {
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await fetch(`${url.origin}${path}`, init);
      return { status: response.status, text: await response.text() };
    };
    const call = async (method: string, input: unknown) =>
      (JSON.parse((await post(`/call/${method}`, input)).text) as { value?: unknown }).value;
    expect(await call('files.handed', {})).toEqual({ paths: [file] });
    expect(await call('files.open', { path: file })).toMatchObject({ name: '通知.md' });
    expect((await post('/link', { files: ['通知.md'] })).status).toBe(400);
    expect(await call('files.handed', {})).toEqual({ paths: [] });
  } finally {
    await app.stop();
  }
});

test('a second start finds the app that runs, and so does `open`; both give a link that opens it', async () => {
  const home = tempDir();
  const app = await startShellProcess({ BUMO_HOME: home });
  try {
    const second = run(home, 'src-main/start.ts', '--browser', '--no-open');
    expect(second.status).toBe(0);
    const [link = ''] = /http:\S+/.exec(second.stderr) ?? [];
    expect(second.stderr).toContain('补墨已经在运行');
    const asked = run(home, 'src-main/cli.ts', 'open', '--print');
    const [another = ''] = /http:\S+/.exec(asked.stdout) ?? [];
    expect(new URL(link).origin).toBe(new URL(app.url).origin);
    for (const url of [link, another]) expect(await enterShell(new URL(url))).toMatch(/^\S{43}$/);
  } finally {
    await app.stop();
  }
  const alone = run(home, 'src-main/cli.ts', 'open', '--print');
  expect([alone.status, alone.stdout]).toEqual([1, '']);
  expect(alone.stderr).toContain('npm start');
});
