import { z } from 'zod';
import * as l from './learning.ts';
import { method, nothing } from './method.ts';
import { longestGiven } from './schemas.ts';

/** Calls about samples: what the writer gives to learn from. */
export const sampleMethods = {
  /** Keeps the good rows of a table and tells the others by row and column. */
  'samples.import': method(l.ImportInput, l.ImportReport),
  /** What an import would store; stores nothing. */
  'samples.preview': method(l.ImportInput, l.ImportPreview),
  'samples.list': method(l.SamplePage, z.object({ items: z.array(l.SampleItem), total: z.int() })),
  /** Changes text and answer, and approves the sample; its id changes with them. */
  'samples.edit': method(
    z.object({ id: z.string(), text: z.string().max(2000), answer: z.string().max(longestGiven) }),
    z.object({ id: z.string() }),
  ),
  /** Without ids, all that wait. */
  'samples.approve': method(
    z.object({ ids: z.array(z.string()).max(10_000).optional(), approved: z.boolean().default(true) }),
    z.object({ changed: z.int() }),
  ),
  /** Forgets a sample, and the feedback behind it. */
  'samples.remove': method(z.object({ id: z.string() }), nothing),
  'samples.export': method(z.object({ format: z.enum(['jsonl', 'csv']) }), z.object({ text: z.string() })),
  'samples.contradictions': method(nothing, z.object({ contradictions: z.array(l.Contradiction) })),
  /** Keeps one answer of a contradiction and forgets the others. */
  'samples.choose': method(z.object({ id: z.string() }), nothing),
  /**
   * What a restored state keeps out of the memory until `memorySkips` is emptied. `since`: the moment of the state
   * that was restored last, null where none was.
   */
  'samples.skipped': method(nothing, z.object({ since: z.int().nullable(), count: z.int() })),
  'terms.list': method(l.Query, z.object({ terms: z.array(l.Term) })),
  /** Removes a term with the sentences made for it. */
  'terms.remove': method(z.object({ id: z.string() }), nothing),
  'pairs.list': method(l.Query, z.object({ pairs: z.array(l.StylePair) })),
  'pairs.remove': method(z.object({ id: z.string() }), nothing),
} as const;
