import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { SampleItem, TeamState } from '../../src-main/contract/index.ts';
import type { Manifest } from '../../src-main/team/manifest.ts';
import { tempDir } from '../support/temp.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A data folder of its own, and the command line in it. */
function machine() {
  const home = tempDir();
  const bumo = (...args: string[]) => {
    const env = {
      ...process.env,
      BUMO_HOME: join(home, 'home'),
      BUMO_MODELS: join(home, 'models'),
      LANG: 'en_US.UTF-8',
      LC_ALL: '',
    };
    const ran = spawnSync(process.execPath, ['src-main/cli.ts', ...args], {
      cwd: root,
      encoding: 'utf8',
      env,
    });
    return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr.trim() };
  };
  const json = <T>(...args: string[]): T => {
    const { stdout, stderr } = bumo(...args, '--json');
    if (!stdout) throw new Error(stderr);
    return JSON.parse(stdout) as T;
  };
  const file = (name: string, content: string) => {
    writeFileSync(join(home, name), content);
    return join(home, name);
  };
  return { bumo, json, file, path: (name: string) => join(home, name) };
}

test('an administrator makes a key and publishes tables; a desktop joins, follows and leaves', () => {
  const admin = machine();
  const share = tempDir();
  const key = admin.path('team.key');
  const { fingerprint } = admin.json<{ fingerprint: string }>('team', 'key', key);
  expect(fingerprint).toMatch(/^(?:[0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  expect(statSync(key).mode & 0o077).toBe(0);
  expect(admin.bumo('team', 'key', key).status).toBe(1);

  const table = admin.file('术语.csv', '术语,释义\n河长制,由各级负责人担任河长\n放管服,简政放权\n,空的\n');
  const phrases = admin.file('常用.txt', '# 通知\n现将有关事项通知如下\n');
  const publish = (...args: string[]) => ['team', 'publish', share, '--key', key, ...args];
  expect(admin.bumo(...publish('--glossary', table)).stderr).toMatch(/--team NAME/);
  const list = admin.json<Manifest & { items: { taken: number; leftOut: number }[] }>(
    ...publish('--team', '测试局', '--glossary', table, '--phrasebook', phrases),
  );
  expect(list).toMatchObject({ team: '测试局', sequence: 1 });
  expect(list.items).toMatchObject([
    { kind: 'glossary', name: '术语', taken: 2 },
    { kind: 'phrasebook', name: '常用', taken: 1 },
  ]);
  const check = admin.json<{ fingerprint: string }>('team', 'check', share, '--key', `${key}.pub`);
  expect(check.fingerprint).toBe(fingerprint);
  // What desktops read is readable for other users.
  expect(statSync(join(share, 'manifest.json')).mode & 0o044).toBe(0o044);

  const desk = machine();
  const joined = desk.json<TeamState>('team', 'join', share, '--key', `${key}.pub`);
  expect(joined.joined).toMatchObject({ team: '测试局', fingerprint, sequence: 1, problem: null });
  expect(joined.joined?.items).toHaveLength(2);
  expect(desk.bumo('team', 'join', share, '--key', `${key}.pub`).stderr).toMatch(
    /^This computer already takes/,
  );

  admin.json(...publish('--remove', '常用'));
  expect(desk.json<TeamState>('team', 'sync').joined?.items.map(({ name }) => name)).toEqual(['术语']);
  writeFileSync(join(share, 'manifest.sig'), 'AAAA');
  const refused = desk.bumo('team', 'sync');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/^The signature of the list is wrong/);
  expect(desk.json<TeamState>('team', 'state').joined).toMatchObject({
    sequence: 2,
    problem: { code: 'team.wrong-signature' },
  });
  expect(desk.json<TeamState>('team', 'leave').joined).toBeNull();
  expect(desk.json<{ total: number }>('samples', 'list').total).toBe(0);
}, 120_000);

test('a writer contributes chosen samples as a file, which an administrator reviews and imports', () => {
  const desk = machine();
  const rows = [
    { text: '订单已经[MASK]完毕。', answer: '发货' },
    { text: '会议定于周五[MASK]。', answer: '召开' },
  ].map((row) => `${JSON.stringify(row)}\n`);
  desk.bumo('samples', 'import', desk.file('own.jsonl', rows.join('')), '--kind', 'correction');
  const out = desk.path('give.jsonl');
  const offered = desk.json<{ samples: SampleItem[] }>('team', 'contribute', out);
  expect(offered.samples).toHaveLength(2);
  const chosen = offered.samples.find(({ answer }) => answer === '召开')?.id ?? '';
  expect(desk.json('team', 'contribute', out, '--samples', chosen)).toEqual({ file: out, samples: 1 });
  const text = readFileSync(out, 'utf8');
  expect(text).toContain('召开');
  expect(text).not.toContain('发货');

  const admin = machine();
  const seen = admin.json<{ samples: { id: string }[]; refused: number }>('team', 'review', out);
  expect(seen).toMatchObject({ refused: 0, samples: [{ answer: '召开', files: 1, contradicted: false }] });
  const kept = admin.path('kept.jsonl');
  expect(admin.bumo('team', 'review', out, '--out', kept).status).toBe(1);
  admin.json('team', 'review', out, '--out', kept, '--samples', seen.samples[0]?.id ?? '');
  expect(admin.json('samples', 'import', kept, '--kind', 'correction')).toMatchObject({ added: 1 });
}, 120_000);
