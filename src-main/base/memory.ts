import { readFileSync } from 'node:fs';

/**
 * Private memory of this process in bytes: its anonymous pages on Linux; elsewhere the resident set, which includes
 * pages of mapped files.
 */
export function privateMemory(): number {
  try {
    const line = /^RssAnon:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (line) return Number(line[1]) * 1024;
  } catch {
    // Only Linux has this file.
  }
  return process.memoryUsage.rss();
}
