import type { Bilingual } from '../contract/schemas.ts';

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
  | { readonly shell: 'browser'; readonly because: Bilingual | null };

export async function chooseShell(wantsBrowser: boolean, effects: ShellEffects): Promise<ShellChoice> {
  if (wantsBrowser) return { shell: 'browser', because: null };
  try {
    const present = await effects.findElectron();
    if (present) return { shell: 'electron', binary: present };
    await effects.fetchElectron();
    const fetched = await effects.findElectron();
    if (fetched) return { shell: 'electron', binary: fetched };
    return { shell: 'browser', because: instead('not installed') };
  } catch (error) {
    return { shell: 'browser', because: instead(error instanceof Error ? error.message : String(error)) };
  }
}

const instead = (reason: string): Bilingual => ({
  zh: `取不到 Electron（${reason}），改在浏览器中打开同一个应用。`,
  en: `Electron is not available (${reason}); opening the same app in the browser.`,
});
