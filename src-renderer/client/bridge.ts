import type { Envelope } from '../../src-main/contract/index.ts';

/** What Electron's preload exposes as `window.bumo`, and nothing more. */
export interface Bridge {
  call(id: number, method: string, input: unknown): Promise<Envelope>;
  abort(id: number): void;
  /** Of a file that was dropped on the page; empty for one that is on no disk. */
  pathOf(file: File): string;
  onEvent(listener: (name: string, event: unknown) => void): void;
}

declare global {
  interface Window {
    readonly bumo?: Bridge;
  }
}
