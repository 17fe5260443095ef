import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';

/** Electron where there is one or one can be had, the browser where not. */

export interface ShellEffects {
  /** @returns the binary's path, or null where it is not on this machine */
  findElectron(): Promise<string | null>;
  /** Fetches the binary. @throws with the reason where it is refused or nothing comes */
  fetchElectron(): Promise<void>;
}

export type ShellChoice =
  | { readonly shell: 'electron'; readonly binary: string }
  /** `because` is null where the browser was asked for. */
  | { readonly shell: 'browser'; readonly because: Message | null };

export async function chooseShell(wantsBrowser: boolean, effects: ShellEffects): Promise<ShellChoice> {
  if (wantsBrowser) return { shell: 'browser', because: null };
  try {
    const present = await effects.findElectron();
    if (present) return { shell: 'electron', binary: present };
    await effects.fetchElectron();
    const fetched = await effects.findElectron();
    if (fetched) return { shell: 'electron', binary: fetched };
    return { shell: 'browser', because: instead(vanished) };
  } catch (error) {
    return { shell: 'browser', because: instead(error instanceof CodedError ? error.text : causeOf(error)) };
  }
}

const vanished: Message = message('start.electron-vanished');

const instead = (why: Message): Message => message('start.browser-instead', { reason: why }, why.detail);
