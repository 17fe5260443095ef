import { vi } from 'vitest';

/** What the interface's classes ask of a page, for tests without one. */
export function standInPage(): void {
  const items = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  });
  vi.stubGlobal('window', { innerWidth: 1440, innerHeight: 900, print: vi.fn() });
  vi.stubGlobal('document', { documentElement: { dataset: {}, lang: '' } });
}
