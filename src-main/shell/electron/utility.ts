import { utilityProcess } from 'electron';
import { childEnvironment, type ForkChild } from '../../base/child.ts';

/** Child processes as Electron's utility processes. */
export const forkUtility: ForkChild = (entry, options = {}) => {
  const child = utilityProcess.fork(entry, [], {
    serviceName: 'bumo-engine',
    stdio: ['ignore', 'ignore', options.onStderr ? 'pipe' : 'ignore'],
    env: childEnvironment(options),
    execArgv: [...(options.execArgv ?? [])],
  });
  child.stderr?.on('data', (chunk: Buffer) => options.onStderr?.(chunk.toString('utf8')));
  child.stderr?.on('close', () => options.onStderr?.(null));
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    // A utility process that was killed reports the signal's number as its exit code.
    onExit: (listener) => void child.once('exit', (code) => listener(code, null)),
    kill: () => void child.kill(),
  };
};
