import { describe, expect, test } from 'vitest';
import { bringTools, type Machine, type Tool } from '../support/tools.ts';

/** A machine where a command that contains a word makes a tool work. */
function world(brings: Readonly<Record<string, string>>, more: Partial<Machine> = {}) {
  const there = new Set<string>();
  const ran: string[] = [];
  const said: string[] = [];
  const tool = (name: string, packages: string[], isBrowser = false): Tool => ({
    name,
    packages,
    without: `no ${name}`,
    isBrowser,
    works: () => there.has(name),
  });
  const machine: Machine = {
    asRoot: ['sudo'],
    hasApt: true,
    say: (line) => said.push(line),
    async run(command) {
      const line = command.join(' ');
      ran.push(line);
      for (const [word, name] of Object.entries(brings)) if (line.includes(word)) there.add(name);
      return true;
    },
    ...more,
  };
  const needed = [tool('browser', ['chromium'], true), tool('office', ['libreoffice-writer'])];
  return { there, ran, said, bring: () => bringTools(needed, machine) };
}

const names = (tools: readonly Tool[]) => tools.map(({ name }) => name);

describe('programs that tests need', () => {
  test('nothing is run where all are there', async () => {
    const { there, ran, said, bring } = world({});
    for (const name of ['browser', 'office']) there.add(name);
    expect(await bring()).toEqual([]);
    expect([ran, said]).toEqual([[], []]);
  });

  test('the browser is downloaded, and only the rest comes from packages', async () => {
    const { ran, bring } = world({ 'playwright install chromium': 'browser', libreoffice: 'office' });
    expect(await bring()).toEqual([]);
    expect(ran).toEqual([
      'playwright install chromium',
      'sudo env DEBIAN_FRONTEND=noninteractive apt-get update',
      'sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libreoffice-writer',
    ]);
  });

  test('a browser that lacks libraries gets them', async () => {
    const { ran, bring } = world({ 'install-deps': 'browser', libreoffice: 'office' });
    expect(await bring()).toEqual([]);
    expect(ran[1]).toMatch(/^sudo .*install-deps chromium$/);
  });

  test('where the download is refused, the system’s browser is installed', async () => {
    const { ran, bring } = world({ 'recommends chromium': 'browser', libreoffice: 'office' });
    expect(await bring()).toEqual([]);
    expect(ran.at(-1)).toContain('chromium libreoffice-writer');
  });

  test('without the rights nothing of the system is changed, and what to install is said', async () => {
    const { ran, said, bring } = world({}, { asRoot: null });
    expect(names(await bring())).toEqual(['browser', 'office']);
    expect(ran).toEqual(['playwright install chromium']);
    expect(said.join('\n')).toContain('no office. Install it (Debian: libreoffice-writer).');
  });

  test('a system without apt-get is left alone', async () => {
    const { ran, bring } = world({}, { hasApt: false });
    expect(names(await bring())).toEqual(['browser', 'office']);
    expect(ran.join('\n')).not.toContain('apt-get');
  });
});
