import { z } from 'zod';
import * as d from './documents.ts';
import { method, nothing } from './method.ts';

/** The part of the table that is about documents and files. */
export const documentMethods = {
  /** A file's bytes as a document. */
  'documents.read': method(d.DocumentInput, d.OpenedDocument),
  /** A document as a file's bytes, base64. */
  'documents.write': method(d.DocumentOutput, z.object({ data: z.string() })),

  /** Reads a file of this machine; from then on it is watched. */
  'files.open': method(z.object({ path: d.FilePath }), d.OpenedFile),
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
  'drafts.remove': method(z.object({ id: z.string().min(1).max(100) }), nothing),
  /** Keeps the whole document; what its journal held is in it. */
  'drafts.put': method(
    z.object({
      id: z.string().min(1).max(100),
      content: z.string().max(20_000_000),
      base: z.string().max(100).default(''),
    }),
    nothing,
  ),
  /** Keeps what was changed since. `seq` counts the entries before it, so that none is lost or doubled. */
  'drafts.append': method(
    z.object({
      id: z.string().min(1).max(100),
      base: z.string().min(1).max(100),
      seq: z.int().min(0),
      entry: z.string().max(20_000_000),
    }),
    nothing,
  ),
} as const;

/** Another program changed or took away a file that is watched. */
export const fileEvent = z.object({ path: z.string(), state: d.FileState });
