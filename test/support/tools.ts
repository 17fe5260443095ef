import { spawn, spawnSync } from 'node:child_process';
import { browserStarts } from './chromium.ts';

/** Programs that tests need beside Node, and how a machine gets them. */

export interface Tool {
  readonly name: string;
  /** Debian packages that bring it. */
  readonly packages: readonly string[];
  /** What is not tested where it is missing. */
  readonly without: string;
  /** It may be downloaded, too, and a run without it counts as failed. */
  readonly isBrowser?: boolean;
  works(): boolean;
}

const answers = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

export const hasChineseFonts = (): boolean =>
  String(spawnSync('fc-list', [':lang=zh-cn']).stdout ?? '').trim() !== '';

export const tools: readonly Tool[] = [
  {
    name: 'Chromium',
    packages: ['chromium'],
    without: 'no browser test can run',
    isBrowser: true,
    works: browserStarts,
  },
  {
    name: 'Chinese fonts',
    packages: ['fonts-noto-cjk', 'fontconfig'],
    without: 'pages are not measured, pictures show boxes',
    works: hasChineseFonts,
  },
  {
    name: 'LibreOffice Writer',
    packages: ['libreoffice-writer'],
    without: 'no other program opens what Bumo writes',
    works: () => answers('soffice', '--version'),
  },
  {
    name: 'Poppler',
    packages: ['poppler-utils'],
    without: 'pages of PDF files are not read',
    works: () => answers('pdftotext', '-v'),
  },
  {
    name: 'ps',
    packages: ['procps'],
    without: 'engine processes are not found',
    works: () => process.platform === 'win32' || answers('ps', '-o', 'pid='),
  },
];

/** What may be done on a machine. */
export interface Machine {
  /** Prefix of commands that change the system; null where nothing may. */
  readonly asRoot: readonly string[] | null;
  readonly hasApt: boolean;
  run(command: readonly string[]): Promise<boolean>;
  say(line: string): void;
}

/** Playwright's own download first, with the libraries that it needs where the rights are there. */
async function downloadBrowser(browser: Tool, machine: Machine): Promise<void> {
  await machine.run(['playwright', 'install', 'chromium']);
  if (browser.works() || !machine.asRoot) return;
  await machine.run([...machine.asRoot, process.execPath, ...playwrightCli, 'install-deps', 'chromium']);
}

/** `sudo` searches no folder of this project. */
const playwrightCli = ['node_modules/@playwright/test/cli.js'];

async function installPackages(missing: readonly Tool[], machine: Machine): Promise<void> {
  if (!machine.hasApt || !machine.asRoot) return;
  const apt = [...machine.asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const packages = missing.flatMap((tool) => tool.packages);
  await machine.run([...apt, 'update']);
  await machine.run([...apt, 'install', '-y', '--no-install-recommends', ...packages]);
}

/**
 * Installs what is missing.
 * @returns what could not be had
 */
export async function bringTools(needed: readonly Tool[], machine: Machine): Promise<Tool[]> {
  const isMissing = (tool: Tool) => !tool.works();
  let missing = needed.filter(isMissing);
  if (missing.length === 0) return [];
  machine.say(`missing: ${missing.map(({ name }) => name).join(', ')}`);
  const browser = missing.find(({ isBrowser }) => isBrowser);
  if (browser) {
    await downloadBrowser(browser, machine);
    missing = missing.filter(isMissing);
  }
  if (missing.length > 0) {
    await installPackages(missing, machine);
    missing = missing.filter(isMissing);
  }
  for (const { name, packages, without } of missing)
    machine.say(`${name} is not on this machine: ${without}. Install it (Debian: ${packages.join(' ')}).`);
  return missing;
}

/** This machine. */
export function thisMachine(say: (line: string) => void): Machine {
  const isRoot = process.getuid?.() === 0;
  const maySudo = !isRoot && answers('sudo', '-n', 'true');
  return {
    asRoot: isRoot ? [] : maySudo ? ['sudo'] : null,
    hasApt: answers('apt-get', '--version'),
    say,
    run: ([command = '', ...args]) =>
      new Promise((resolve) => {
        // Downloads that get nowhere are given up soon: a package may bring the same.
        const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' };
        const child = spawn(command, args, {
          env,
          stdio: ['ignore', 'ignore', 'pipe'],
          shell: process.platform === 'win32',
        });
        let errors = '';
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          errors = (errors + text).slice(-2000);
        });
        child.on('error', () => resolve(false));
        child.on('exit', (code) => {
          if (code !== 0) say(`${[command, ...args].join(' ')} failed:\n${errors.trim()}`);
          resolve(code === 0);
        });
      }),
  };
}
