import type { Message } from '../../contract/text.ts';
import { message } from '../../texts/message.ts';
import type { Code } from '../../texts/table.ts';

type CodesIn<All> = All extends `samples.refused.${infer One}` ? One : never;

/** Why a sample or a cell was refused, or what is unusual about it. */
export type RefusalCode = CodesIn<Code>;

export interface Refusal {
  readonly code: RefusalCode;
  /** English name of the column that is at fault. */
  readonly column: string;
  readonly text: Message;
}

export const refuse = (code: RefusalCode, column: string): Refusal => ({
  code,
  column,
  text: message(`samples.refused.${code}`),
});
