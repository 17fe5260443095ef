import i18next from 'i18next';
import type { Settings } from '../../src-main/contract/index.ts';
import { en } from './en.ts';
import { closeUp } from './format.ts';
import { type MessageKey, zh } from './zh.ts';

export type Language = Settings['language'];

const instance = i18next.createInstance();
void instance.init({
  lng: 'zh',
  fallbackLng: 'zh',
  initAsync: false,
  // Keys are flat, and Svelte escapes what it shows.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: { zh: { translation: zh }, en: { translation: en } },
});

const fixed = { zh: instance.getFixedT('zh'), en: instance.getFixedT('en') };
let current = $state<Language>('zh');

export const language = (): Language => current;

/** Also tells assistive technology and the font matcher, through `lang`. */
export function setLanguage(next: Language): void {
  current = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
}

/** The sentence in the writer's language; templates that call it follow a change of language. */
export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  const text = fixed[current](key, values);
  const name = values.version ?? values.against;
  return typeof name === 'string' ? closeUp(text, name) : text;
}

/** The half of a sentence from the shell that the writer reads. */
export const say = (text: { readonly zh: string; readonly en: string }): string => text[current];
