import type { Envelope } from '../../src-main/contract/index.ts';

/** The API that Electron's preload exposes as `window.bumo`. */
export interface Bridge {
  call(id: number, method: string, input: unknown): Promise<Envelope>;
  abort(id: number): void;
  /** Path of a file that was dropped on the page; empty for a file that is not on a disk. */
  pathOf(file: File): string;
  onEvent(listener: (name: string, event: unknown) => void): void;
}

declare global {
  interface Window {
    readonly bumo?: Bridge;
  }
}
