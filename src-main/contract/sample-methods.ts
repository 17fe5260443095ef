import { z } from 'zod';
import * as l from './learning.ts';
import { method, nothing } from './method.ts';
import { longestGiven } from './schemas.ts';

/** Methods of samples, terms and style pairs. */
export const sampleMethods = {
  /** Stores the valid rows of a table and reports the others by row and column. */
  'samples.import': method(l.ImportInput, l.ImportReport),
  /** The result of an import, without storing anything. */
  'samples.preview': method(l.ImportInput, l.ImportPreview),
  'samples.list': method(l.SamplePage, z.object({ items: z.array(l.SampleItem), total: z.int() })),
  /** Changes the text and answer of a sample, and so its id, and approves it. */
  'samples.edit': method(
    z.object({ id: z.string(), text: z.string().max(2000), answer: z.string().max(longestGiven) }),
    z.object({ id: z.string() }),
  ),
  /** Without ids, all samples that wait. */
  'samples.approve': method(
    z.object({ ids: z.array(z.string()).max(10_000).optional(), approved: z.boolean().default(true) }),
    z.object({ changed: z.int() }),
  ),
  /** Removes a sample and its feedback. */
  'samples.remove': method(z.object({ id: z.string() }), nothing),
  'samples.export': method(z.object({ format: z.enum(['jsonl', 'csv']) }), z.object({ text: z.string() })),
  'samples.contradictions': method(nothing, z.object({ contradictions: z.array(l.Contradiction) })),
  /** Keeps one answer of a contradiction and removes the others. */
  'samples.choose': method(z.object({ id: z.string() }), nothing),
  /**
   * The number of samples that a restored state excludes from the memory until `memorySkips` is emptied. `since`: time
   * of the last restored state, null if none was restored.
   */
  'samples.skipped': method(nothing, z.object({ since: z.int().nullable(), count: z.int() })),
  'terms.list': method(l.Query, z.object({ terms: z.array(l.Term) })),
  /** Removes a term with the sentences generated for it. */
  'terms.remove': method(z.object({ id: z.string() }), nothing),
  'pairs.list': method(l.Query, z.object({ pairs: z.array(l.StylePair) })),
  'pairs.remove': method(z.object({ id: z.string() }), nothing),
} as const;
