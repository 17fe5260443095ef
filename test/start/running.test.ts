import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
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
