import type { Client } from '../../src-main/contract/index.ts';
import './bridge.ts';
import { createElectronClient } from './electron.ts';
import { createLoopbackClient } from './loopback.ts';

/** The client for the shell that this page runs in. */
export function createClient(): Client {
  return window.bumo ? createElectronClient(window.bumo) : createLoopbackClient();
}

/** Path of a file that was dropped on the page; null where the shell does not give it. */
export const pathOf = (file: File): string | null => window.bumo?.pathOf(file) || null;
