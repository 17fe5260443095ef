import { z } from 'zod';
import { method, nothing } from './method.ts';
import * as v from './versions.ts';

const one = z.object({ id: v.VersionId });

/** Calls about versions, their health records, and the ledger of what was learned. */
export const versionMethods = {
  /** Newest first, the base model last. */
  'versions.list': method(nothing, z.object({ versions: z.array(v.VersionSummary) })),
  'versions.show': method(one, v.HealthRecord),
  /** Signs a note off; it is not changed afterwards. */
  'versions.note': method(
    one.extend({ text: z.string().trim().min(1).max(4_000) }),
    z.object({ id: z.int() }),
  ),
  'versions.export': method(
    one.extend({ format: v.RecordFormat }),
    z.object({ text: z.string(), fileName: z.string() }),
  ),
  /** Deletes its patch; the record stays. Refused for a version in use. */
  'versions.remove': method(one, nothing),
  /** Newest questions first. */
  'versions.trends': method(nothing, z.object({ trends: z.array(v.Trend) })),
  /** Newest first. */
  'ledger.list': method(v.LedgerPage, z.object({ items: z.array(v.LedgerItem), total: z.int() })),
  /** 忘掉这条: gone from samples and memory at once, from the next version by training without it. */
  'ledger.forget': method(z.object({ id: z.string() }), nothing),
} as const;
