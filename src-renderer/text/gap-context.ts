/** The command line reads gaps, too: the code is beside the schema. */

export {
  type Context,
  contextOf,
  firstRunIn,
  type GapRun,
  runAt,
} from '../../src-main/documents/schema/gap-context.ts';
export { gapName, maskText } from '../../src-main/documents/schema/gaps.ts';
