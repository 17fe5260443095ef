import { spawn } from 'node:child_process';

/** Opens a URL in the system's browser. Fails silently: the URL is printed too. */
export function openBrowser(url: string, platform: NodeJS.Platform): void {
  const [command, ...arguments_] =
    platform === 'win32'
      ? ['cmd', '/c', 'start', '""', url]
      : platform === 'darwin'
        ? ['open', url]
        : ['xdg-open', url];
  if (!command) return;
  const child = spawn(command, arguments_, {
    stdio: 'ignore',
    detached: true,
    windowsVerbatimArguments: true,
  });
  child.on('error', () => undefined);
  child.unref();
}
