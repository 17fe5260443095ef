import { IntlMessageFormat } from 'intl-messageformat';
import { asWrittenCode, type Message, type Value } from '../contract/text.ts';
import { closeUp } from './close-up.ts';
import { type Code, table } from './table.ts';

export type Language = 'zh' | 'en';

const withoutDetail = ({ detail: _, ...text }: Message): Message => text;

/** As it fills another text: what is behind it does not go along. */
function filling(value: Value): Value {
  if (typeof value !== 'object') return value;
  return 'code' in value ? withoutDetail(value) : value.map(withoutDetail);
}

/** A text of the table with what is filled in; which language it is read in is decided where it is shown. */
export const message = (code: Code, values?: Message['values'], detail?: Message['detail']): Message => ({
  code,
  ...(values && {
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, filling(value)])),
  }),
  ...(detail !== undefined && { detail }),
});

/** A text that no table holds, such as the name of a model. */
export const asWritten = (zh: string, en: string = zh): Message => ({
  code: asWrittenCode,
  values: { zh, en },
});

const clauseCode = 'clause';

/** A sentence as a part of another: without its full stop. */
export const clause = (of: Message): Message => ({ code: clauseCode, values: { of: withoutDetail(of) } });

const joined = (code: Code, parts: readonly Message[]): Message =>
  parts.length === 0 ? asWritten('') : parts.reduce((first, second) => message(code, { first, second }));

/** Whole sentences, one after another. */
export const inTurn = (sentences: readonly Message[]): Message => joined('text.in-turn', sentences);
/** Parts of one sentence, with commas. */
export const clauses = (parts: readonly Message[]): Message => joined('text.clauses', parts);

const separators: Readonly<Record<Language, string>> = { zh: '、', en: ', ' };
const formats = new Map<string, IntlMessageFormat>();

function formatOf(template: string, language: Language): IntlMessageFormat {
  const key = `${language} ${template}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new IntlMessageFormat(template, language, undefined, { ignoreTag: true });
  formats.set(key, made);
  return made;
}

function filled(value: Value, language: Language): string | number {
  if (typeof value !== 'object') return value;
  if (!('code' in value)) return value.map((one) => render(one, language)).join(separators[language]);
  return render(value, language);
}

/** Whether the code is one of a text. */
export const isKnown = (code: string): code is Code | typeof asWrittenCode | typeof clauseCode =>
  code === asWrittenCode || code === clauseCode || Object.hasOwn(table, code);

/** A text that another Bumo stored may lack a value: its template then says more than an error. */
function sentenceOf(template: string, words: Record<string, string | number>, language: Language): string {
  try {
    return String(formatOf(template, language).format(words));
  } catch {
    return template;
  }
}

/** @returns the sentence in a language; a code that this Bumo does not know (a later one stored it) as itself. */
export function render(text: Message, language: Language): string {
  const { code, values = {} } = text;
  if (!isKnown(code)) return code;
  if (code === asWrittenCode) return String(values[language] ?? '');
  if (code === clauseCode)
    return filled(values.of ?? '', language)
      .toString()
      .replace(/[。.]$/, '');
  const template = table[code][language];
  if (!template.includes('{')) return template;
  const words = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, filled(value, language)]),
  );
  const sentence = sentenceOf(template, words, language);
  const name = words.version ?? words.against;
  return typeof name === 'string' ? closeUp(sentence, name) : sentence;
}

/** @returns what is behind a text, in a language; null where there is nothing. */
export const renderDetail = ({ detail }: Message, language: Language): string | null =>
  typeof detail === 'object' ? render(detail, language) : (detail ?? null);

/** Whether words are how a text is read, in either language. */
export const isRead = (text: Message, words: string): boolean =>
  render(text, 'zh') === words || render(text, 'en') === words;
