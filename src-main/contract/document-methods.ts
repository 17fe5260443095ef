import { z } from 'zod';
import * as d from './documents.ts';
import { method, nothing } from './method.ts';

const draftId = z.string().min(1).max(100);

/** The part of the table that is about documents and files. */
export const documentMethods = {
  /** A file's bytes as a document. */
  'documents.read': method(d.DocumentInput, d.OpenedDocument),
  /** A new document; the file that it would be is its source. */
  'documents.new': method(z.object({ layout: d.DocumentLayout }), d.OpenedDocument),
  /** A document as a file's bytes, base64. */
  'documents.write': method(d.DocumentOutput, z.object({ data: z.string() })),
  /** What a document would lose in a format. */
  'documents.losses': method(d.DocumentOutput, z.object({ losses: z.array(d.Loss) })),
  /** A picture of a document's source, base64; null for what is no picture that a page shows. */
  'documents.media': method(
    z.object({ source: d.SourceId, part: z.string().max(1000) }),
    z.object({ media: z.object({ data: z.string(), type: z.string() }).nullable() }),
  ),
  /** What a stored draft does not hold of its source; null gives that of a new document. */
  'documents.sheet': method(
    z.object({ source: d.SourceId.nullable() }),
    z.object({ sheet: d.SheetValue.nullable(), readOnly: z.string().nullable() }),
  ),

  /** Reads a file of this machine; from then on it is watched. */
  'files.open': method(z.object({ path: d.FilePath, encoding: d.Encoding.optional() }), d.OpenedFile),
  /** Writes it in one step: whole, or as it was. Without an ending the format's own is added. */
  'files.save': method(d.SaveInput, d.SavedFile),
  /** Whether another program changed it; from then on it is watched. */
  'files.check': method(
    z.object({ path: d.FilePath, stamp: d.Stamp }),
    z.object({ state: d.FileState, stamp: d.Stamp.nullable() }),
  ),
  /** The shell's own dialog; null where the writer gave up. */
  'files.choose': method(
    z.object({ purpose: z.enum(['open', 'save', 'pdf']), name: z.string().max(4096).nullable() }),
    z.object({ path: z.string().nullable() }),
  ),
  /** What lies in a folder; null asks for the home folder. */
  'files.browse': method(z.object({ folder: d.FilePath.nullable() }), d.FolderList),
  /** Newest first. */
  'files.recent': method(nothing, z.object({ files: z.array(d.RecentFile) })),
  /** Null forgets all of them. */
  'files.forget': method(z.object({ path: z.string().nullable() }), nothing),
  /** The page as it would be printed. */
  'files.pdf': method(z.object({ path: d.FilePath }), z.object({ path: z.string(), name: z.string() })),

  'drafts.get': method(z.object({ id: z.string() }), z.object({ draft: d.Draft.nullable() })),
  /** What other windows did since. Of the states that are named, the first known one counts. */
  'drafts.since': method(z.object({ id: draftId, revisions: z.array(d.Revision).max(1000) }), d.DraftNews),
  'drafts.remove': method(z.object({ id: draftId }), nothing),
  /**
   * Stores the whole document under a new revision; the journal begins anew. With the revision that it is based on,
   * it is the same document. `based` is the state that it follows: null for a new draft; without it the write counts
   * whatever is there, which is for notes about a window, not for text. Refused as `draft-behind`.
   */
  'drafts.put': method(
    z.object({
      id: draftId,
      content: z.string().max(20_000_000),
      revision: d.Revision.default(''),
      based: d.Revision.nullable().optional(),
    }),
    nothing,
  ),
  /** Stores what was changed since the state that it is based on. Refused as `draft-behind`. */
  'drafts.append': method(
    z.object({ id: draftId, based: d.Revision, revision: d.Revision, entry: z.string().max(20_000_000) }),
    nothing,
  ),
} as const;

/** Another program changed or took away a file that is watched. */
export const fileEvent = z.object({ path: z.string(), state: d.FileState });

/** A draft was written or, with null, removed, by any window. */
export const draftEvent = z.object({ id: draftId, revision: d.Revision.nullable() });
