import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { patience } from '../patience.ts';
import { ask } from './client.ts';
import { type EngineName, enginePrograms } from './pythons.ts';

/** Serving engines as the guide of a package starts them, on ports of their own. */

export interface EngineServer {
  readonly port: number;
  /** What it printed so far. */
  output(): string;
  /** Process ids of those that run a version. */
  replicas(version: string): number[];
  close(): Promise<void>;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function replaceIn(file: string, changes: readonly (readonly [string, string])[]): void {
  const text = changes.reduce((all, [from, to]) => all.replace(from, to), readFileSync(file, 'utf8'));
  writeFileSync(file, text);
}

interface Running {
  readonly child: ChildProcess;
  readonly printed: () => string;
}

function start(engine: EngineName, folder: string, args: readonly string[], env: NodeJS.ProcessEnv): Running {
  const { bin } = enginePrograms(engine);
  const [program = '', ...rest] = args;
  let printed = '';
  const child = spawn(join(bin, program), rest, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, PYTHONPATH: folder, ...env },
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  return { child, printed: () => printed };
}

/** @throws with what the engine printed where it ends or takes longer than tests wait */
export async function untilReady(port: number, { child, printed }: Running): Promise<void> {
  const deadline = Date.now() + patience;
  for (;;) {
    const answer = await ask(port, 'GET', '/v2/health/ready').catch(() => null);
    if (answer?.status === 200) return;
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`the engine is not ready: ${printed().slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** All processes of this machine. */
function processes(): ProcessInfo[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]);
      return [{ pid: Number(name), parent, command }];
    } catch {
      return [];
    }
  });
}

const signal = (pid: number, name: NodeJS.Signals) => {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
};

/** Ends a process and those that it started, without a farewell: Ray's takes half a minute. */
async function end({ child }: Running, others: () => number[]): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const pids = others();
  if (child.pid !== undefined && child.exitCode === null) {
    signal(-child.pid, 'SIGKILL');
    await ended;
  }
  for (const pid of pids) signal(pid, 'SIGKILL');
}

export interface RayServer extends EngineServer {
  /** Of the REST interface of Ray. */
  readonly dashboard: () => number;
  readonly token: string;
}

/** Starts a package of Ray Serve. It is not connected to any other Ray of this machine. */
export async function startRay(folder: string): Promise<RayServer> {
  const port = await freePort();
  replaceIn(join(folder, 'serve_config.yaml'), [['port: 8000', `port: ${port}`]]);
  // Ray's sockets lie in it, and their paths must be short.
  const temporary = mkdtempSync(join(tmpdir(), 'ray-'));
  const token = 'a'.repeat(64);
  writeFileSync(join(temporary, 'token'), token);
  const running = start('ray', folder, ['serve', 'run', '--address', 'local', 'serve_config.yaml'], {
    RAY_USAGE_STATS_ENABLED: '0',
    RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '0',
    RAY_AUTH_MODE: 'token',
    RAY_AUTH_TOKEN_PATH: join(temporary, 'token'),
    RAY_TMPDIR: temporary,
    RAY_DEDUP_LOGS: '0',
  });
  /** Processes of this Ray: those that name its folder, and the workers that they started. */
  const own = () => {
    const all = processes();
    const named = all.filter(({ command }) => command.includes(temporary));
    const pids = new Set(named.map(({ pid }) => pid));
    return [...named, ...all.filter(({ parent }) => pids.has(parent))];
  };
  const replicas = (version: string) =>
    own()
      .filter(({ command }) => command.includes(`:bumo:${version}`))
      .map(({ pid }) => pid);
  const close = async () => {
    await end(running, () => own().map(({ pid }) => pid));
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await untilReady(port, running);
  } catch (error) {
    await close();
    throw error;
  }
  const dashboard = () => {
    const printed = stripVTControlCharacters(running.printed());
    return Number(/dashboard at http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1]);
  };
  return { port, output: running.printed, replicas, close, dashboard, token };
}

/** Starts a package of MLServer. */
export async function startMlserver(folder: string): Promise<EngineServer> {
  const [port, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  replaceIn(join(folder, 'settings.json'), [
    ['8080', String(port)],
    ['8081', String(grpc)],
    ['8082', String(metrics)],
  ]);
  mkdirSync(join(folder, 'models'), { recursive: true });
  const running = start('mlserver', folder, ['mlserver', 'start', '.'], { ORT_DISABLE_TELEMETRY: '1' });
  const close = () => end(running, () => []);
  try {
    await untilReady(port, running);
  } catch (error) {
    await close();
    throw error;
  }
  return { port, output: running.printed, replicas: () => [], close };
}
