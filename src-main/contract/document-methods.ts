import { z } from 'zod';
import * as d from './documents.ts';
import { method, nothing } from './method.ts';

const draftId = z.string().min(1).max(100);

/** Methods of documents, files and drafts. */
export const documentMethods = {
  /** Reads a file's bytes as a document. */
  'documents.read': method(d.DocumentInput, d.OpenedDocument),
  /** A new document. Its source is the file of the layout. */
  'documents.new': method(z.object({ layout: d.DocumentLayout }), d.OpenedDocument),
  /** Writes a document as a file's bytes, base64. */
  'documents.write': method(d.DocumentOutput, z.object({ data: z.string() })),
  /** The losses of writing a document in a format. */
  'documents.losses': method(d.DocumentOutput, z.object({ losses: z.array(d.Loss) })),
  /** A picture of a document's source, base64; null if a page cannot show it. */
  'documents.media': method(
    z.object({ source: d.SourceId, part: z.string().max(1000) }),
    z.object({ media: z.object({ data: z.string(), type: z.string() }).nullable() }),
  ),
  /** The styles and numberings of a source, which drafts do not hold; null asks for those of a new document. */
  'documents.sheet': method(
    z.object({ source: d.SourceId.nullable() }),
    z.object({ sheet: d.SheetValue.nullable(), readOnly: z.string().nullable() }),
  ),

  /** Reads a file and watches it for changes. */
  'files.open': method(z.object({ path: d.FilePath, encoding: d.Encoding.optional() }), d.OpenedFile),
  /** Writes a file atomically. A path without the format's ending gets it. */
  'files.save': method(d.SaveInput, d.SavedFile),
  /** Checks whether another program changed a file, and watches it. */
  'files.check': method(
    z.object({ path: d.FilePath, stamp: d.Stamp }),
    z.object({ state: d.FileState, stamp: d.Stamp.nullable() }),
  ),
  /** Shows the system's dialog; null if the writer cancels it. */
  'files.choose': method(
    z.object({ purpose: z.enum(['open', 'save', 'pdf']), name: z.string().max(4096).nullable() }),
    z.object({ path: z.string().nullable() }),
  ),
  /**
   * Tells which path the writer chose in the page's own dialog, which only a shell without the system's has. Other
   * methods refuse paths that were never chosen.
   */
  'files.name': method(z.object({ path: d.FilePath }), nothing),
  /** Lists a folder for the page's own dialog; null asks for the home folder. */
  'files.browse': method(z.object({ folder: d.FilePath.nullable() }), d.FolderList),
  /** The files that the system gave the app to open, once. A `handed` event reports new ones. */
  'files.handed': method(nothing, z.object({ paths: z.array(d.FilePath) })),
  /** Newest first. */
  'files.recent': method(nothing, z.object({ files: z.array(d.RecentFile) })),
  /** Removes a file from the recent ones; null removes all. */
  'files.forget': method(z.object({ path: z.string().nullable() }), nothing),
  /** Writes the printed page as a PDF. */
  'files.pdf': method(z.object({ path: d.FilePath }), z.object({ path: z.string(), name: z.string() })),

  'drafts.get': method(z.object({ id: z.string() }), z.object({ draft: d.Draft.nullable() })),
  /** The changes of other windows since the first known one of the states. */
  'drafts.since': method(z.object({ id: draftId, revisions: z.array(d.Revision).max(1000) }), d.DraftNews),
  'drafts.remove': method(z.object({ id: draftId }), nothing),
  /**
   * Stores the whole document under a revision and empties the journal. `revision` equals `based` if the document is
   * unchanged. `based` is the state that the write is based on, null for a new draft; without it the write replaces any
   * state, which is for data about a window, not for text. Fails with `draft-behind`.
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
  /** Stores a change of the state that it is based on. Fails with `draft-behind`. */
  'drafts.append': method(
    z.object({ id: draftId, based: d.Revision, revision: d.Revision, entry: z.string().max(20_000_000) }),
    nothing,
  ),
} as const;

/** Another program changed or removed a watched file. */
export const fileEvent = z.object({ path: z.string(), state: d.FileState });

/** A window wrote a draft, or removed it (null). */
export const draftEvent = z.object({ id: draftId, revision: d.Revision.nullable() });
