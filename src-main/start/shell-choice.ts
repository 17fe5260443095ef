import { causeOf } from '../base/cause.ts';
import { CodedError } from '../base/error.ts';
import type { Bilingual } from '../contract/schemas.ts';
import { render } from '../texts/message.ts';

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
    return { shell: 'browser', because: instead(vanished) };
  } catch (error) {
    return { shell: 'browser', because: instead(error instanceof CodedError ? error.text : causeOf(error)) };
  }
}

const vanished: Bilingual = {
  zh: '下载之后没有找到它（可能被安全软件删除）',
  en: 'it was gone after the download (security software may have removed it)',
};

const instead = (why: Bilingual): Bilingual => ({
  zh: `没能取到桌面窗口（Electron）：${render(why, 'zh')}。改在浏览器中打开同一个应用。`,
  en: `The desktop window (Electron) could not be had: ${render(why, 'en')}. The same app opens in the browser.`,
  detail: why.detail,
});
