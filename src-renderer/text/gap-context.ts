/** Gaps are read by the command line, too: the code stands beside the schema. */

export {
  type Context,
  contextOf,
  firstRunIn,
  type Run,
  runAt,
} from '../../src-main/documents/schema/gap-context.ts';
export { gapName, maskText } from '../../src-main/documents/schema/gaps.ts';
