import type { Client } from '../../src-main/contract/index.ts';
import './bridge.ts';
import { createElectronClient } from './electron.ts';
import { createLoopbackClient } from './loopback.ts';
import { enter } from './session.ts';

/** The client for the shell that this page runs in; null where the shell does not know this page. */
export async function createClient(): Promise<Client | null> {
  if (window.bumo) return createElectronClient(window.bumo);
  return (await enter()) ? createLoopbackClient() : null;
}

/** Path of a file that was dropped on the page; null where the shell does not give it. */
export const pathOf = (file: File): string | null => window.bumo?.pathOf(file) || null;
