import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A process that serves one app after another: code is loaded and weights are read once for many tests. */

export type ToApps =
  | { readonly id: number; readonly kind: 'open'; readonly home: string; readonly models: string }
  | { readonly id: number; readonly kind: 'close' };

export type FromApps =
  | { readonly id: number; readonly kind: 'opened'; readonly url: string }
  | { readonly id: number; readonly kind: 'closed' }
  | { readonly id: number; readonly kind: 'failed'; readonly reason: string };

export interface ServedApp {
  /** An address that opens the app once. */
  readonly url: string;
  close(): Promise<void>;
}

export interface Apps {
  /** Opens an app over a data folder, as the browser shell does. */
  open(home: string, models: string): Promise<ServedApp>;
  close(): Promise<void>;
}

export function startApps(environment: Record<string, string>): Apps {
  const child = fork(fileURLToPath(new URL('./apps-process.ts', import.meta.url)), [], {
    env: { ...process.env, ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (answer: FromApps) => void>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.on('message', (answer: FromApps) => waiting.get(answer.id)?.(answer));
  let opened = 0;

  async function ask(request: ToApps): Promise<FromApps> {
    const answered = new Promise<FromApps>((resolve) => waiting.set(request.id, resolve));
    const gone = ended.then(
      (): FromApps => ({ id: request.id, kind: 'failed', reason: 'the process is gone' }),
    );
    child.send(request, () => undefined);
    const answer = await Promise.race([answered, gone]);
    waiting.delete(request.id);
    return answer;
  }

  return {
    async open(home, models) {
      const id = opened++;
      const answer = await ask({ id, kind: 'open', home, models });
      if (answer.kind !== 'opened') throw new Error(answer.kind === 'failed' ? answer.reason : answer.kind);
      return {
        url: answer.url,
        async close() {
          const closed = await ask({ id, kind: 'close' });
          if (closed.kind === 'failed') throw new Error(closed.reason);
        },
      };
    },
    async close() {
      child.disconnect();
      await ended;
    },
  };
}
