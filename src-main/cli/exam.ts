import { readFile } from 'node:fs/promises';
import { CodedError, reasonOf } from '../base/error.ts';
import { examine, parseSuite } from '../fillmask/evaluate.ts';
import { type Session, startEngine } from './session.ts';

export interface ExamArguments {
  readonly suite: string;
  readonly maxLength: number;
  readonly model?: string;
}

/** Enough candidates for a rank to count in the mean reciprocal rank. */
const depth = 20;

/** Examines the model on a suite. @throws CodedError `suite-invalid` naming the line */
export async function exam(session: Session, { suite, maxLength, model }: ExamArguments): Promise<void> {
  const { core, output } = session;
  const text = await readFile(suite, 'utf8').catch((cause: unknown) => {
    const why = {
      zh: `读不到题集 ${suite}（${reasonOf(cause)}）。请检查路径。`,
      en: `The suite ${suite} cannot be read (${reasonOf(cause)}). Check the path.`,
    };
    throw new CodedError('suite-invalid', why, { cause });
  });
  const items = parseSuite(text);
  await startEngine(session, model);
  const report = await examine(
    items,
    async (item) => core.engine.fill({ text: item.text, maxLength, top: depth }),
    (done) =>
      output.progress({ zh: `第 ${done} 题，共 ${items.length} 题`, en: `${done} of ${items.length}` }),
  );
  output.result(
    report,
    Object.entries(report).map(([name, value]) => `${name}\t${Math.round(value * 1e4) / 1e4}`),
  );
}
