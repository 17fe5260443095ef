import { readFileSync } from 'node:fs';

/**
 * Bytes of memory that this process shares with nobody: on Linux its anonymous pages, elsewhere all that is resident,
 * pages of mapped files included.
 */
export function privateMemory(): number {
  try {
    const line = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (line) return Number(line[1]) * 1024;
  } catch {
    // No such file on this system.
  }
  return process.memoryUsage.rss();
}
