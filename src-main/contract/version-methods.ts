import { z } from 'zod';
import { method, nothing } from './method.ts';
import * as v from './versions.ts';

const one = z.object({ id: v.VersionId });

/** Methods of versions, their health records, and the ledger of samples. */
export const versionMethods = {
  /** Newest first, the base model last. */
  'versions.list': method(nothing, z.object({ versions: z.array(v.VersionSummary) })),
  'versions.show': method(one, v.HealthRecord),
  /** Adds a note, which cannot be changed. */
  'versions.note': method(
    one.extend({ text: z.string().trim().min(1).max(4_000) }),
    z.object({ id: z.int() }),
  ),
  'versions.export': method(
    one.extend({ format: v.RecordFormat }),
    z.object({ text: z.string(), fileName: z.string() }),
  ),
  /** Removes a version's patch; its record stays. Fails for a version in use. */
  'versions.remove': method(one, nothing),
  /** Newest questions first. */
  'versions.trends': method(nothing, z.object({ trends: z.array(v.Trend) })),
  /** Newest first. */
  'ledger.list': method(v.LedgerPage, z.object({ items: z.array(v.LedgerItem), total: z.int() })),
  /** 忘掉这条: removes a sample from the samples and the memory at once; the next version is trained without it. */
  'ledger.forget': method(z.object({ id: z.string() }), nothing),
} as const;
