import { exitCause } from '../base/cause.ts';
import type { Child, ForkChild } from '../base/child.ts';
import { CodedError } from '../base/error.ts';
import { render } from '../texts/message.ts';

/** A child process that does one thing: it is told to start, tells how it goes, and ends. */
export interface Forked<To> {
  send(message: To): void;
  kill(): void;
}

export interface ForkedOptions<To, From, R> {
  readonly fork: ForkChild;
  readonly entry: string;
  readonly first: To;
  /** What a message means: a result, an error, or nothing yet. */
  readonly hear: (message: From) => { readonly result: R } | { readonly error: Error } | null;
}

const ended = (code: number | null, signal: string | null) => {
  const how = exitCause(code, signal);
  return new CodedError('learn-interrupted', {
    zh: `学习进程中断（${render(how, 'zh')}）。已完成的部分会保留，再次开始时接着做。`,
    en: `The learning process stopped (${render(how, 'en')}). What was done is kept; start again to go on.`,
    detail: how.detail,
  });
};

/** Runs one child. @returns its handle and a promise of its result. @throws CodedError `learn-interrupted` where it dies */
export function runForked<To, From, R>({
  fork,
  entry,
  first,
  hear,
}: ForkedOptions<To, From, R>): Forked<To> & { readonly result: Promise<R> } {
  const child: Child = fork(entry);
  const result = new Promise<R>((resolve, reject) => {
    child.onMessage((message) => {
      const heard = hear(message as From);
      if (!heard) return;
      if ('result' in heard) resolve(heard.result);
      else reject(heard.error);
    });
    child.onExit((code, signal) => reject(ended(code, signal)));
  }).finally(() => child.kill());
  child.send(first);
  return { send: (message) => child.send(message), kill: () => child.kill(), result };
}
