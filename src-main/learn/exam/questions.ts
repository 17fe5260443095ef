import { createHash } from 'node:crypto';
import type { Precision } from '../../contract/schemas.ts';
import { readSuiteFolder } from '../../fillmask/suite-folder.ts';

/** A gap and its right word. */
export interface Question {
  /** Hash of text and answer, which identifies the question in every version of the app. */
  readonly item: string;
  readonly suite: string;
  /** Contains one `[MASK]`. */
  readonly text: string;
  readonly answer: string;
}

const nameLength = 12;

export function question(suite: string, text: string, answer: string): Question {
  const item = createHash('sha256').update(`${text}\n${answer}`).digest('hex').slice(0, nameLength);
  return { item, suite, text, answer };
}

/** The questions of a folder's suites. @throws CodedError `suite-invalid` */
export async function readSuites(folder: string): Promise<readonly Question[]> {
  const suites = await readSuiteFolder(folder);
  return suites.flatMap(({ name, items }) => items.map(({ text, answer }) => question(name, text, answer)));
}

/** Hash of a set of questions asked at a precision. */
export function hashOf(questions: readonly Question[], precision: Precision): string {
  const hash = createHash('sha256');
  // Marks of earlier versions of the app are of float32.
  if (precision !== 'float32') hash.update(`${precision}\n`);
  for (const { suite, item } of questions) hash.update(`${suite} ${item}\n`);
  return hash.digest('hex').slice(0, nameLength);
}

/** How a base model is asked. */
export interface WayOfAsking {
  readonly precision: Precision;
  /** Name of the base model's ranking. */
  readonly ranking: string;
}

/** Names questions as one base model is asked them: only marks with the same name can be compared. */
export const askedAs = (questions: readonly Question[], { precision, ranking }: WayOfAsking): string =>
  `${hashOf(questions, precision)}-${ranking}`;
