import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';

/** Chooses Electron if its binary is present or can be downloaded, otherwise the browser. */

export interface ShellEffects {
  /** @returns path of the binary; null if it is not on this machine */
  findElectron(): Promise<string | null>;
  /** Downloads the binary. @throws with the reason if it is refused or no data arrives */
  fetchElectron(): Promise<void>;
}

export type ShellChoice =
  | { readonly shell: 'electron'; readonly binary: string }
  /** `because` is null if the writer asked for the browser. */
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
