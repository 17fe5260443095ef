import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { replaceFile } from '../base/durable.ts';
import { CodedError } from '../base/error.ts';
import { ownerOnlyFile } from '../base/owner-only.ts';
import { openDocument } from '../documents/document.ts';
import { readWhole } from '../documents/files/read-file.ts';
import { paragraphsOf } from '../documents/paragraphs.ts';
import type { ParserJobs } from '../documents/parser-protocol.ts';
import { message } from '../texts/message.ts';
import { buildSegment, type SegmentDocument } from './build-segment.ts';
import { signatureOf } from './copies.ts';
import type { MergeJob, ReadJob } from './indexer.ts';
import { pdfText } from './pdf-text.ts';
import { openSegment } from './segment.ts';
import { slotted } from './slotted.ts';
import { type FoundFile, isPdf, lookAt, type Walked, walk } from './walk.ts';

/** The jobs of the indexer's process, by name. `indexer.ts` has the calls. */

/** Longer texts are tables or logs, not written by hand. */
const mostUnits = 2_000_000;
/** Permissions of index files: like those of the store. */

async function textOf(path: string): Promise<string> {
  const { bytes } = await readWhole(path);
  if (isPdf(path)) return pdfText(bytes);
  return paragraphsOf(openDocument(bytes, { name: path }).doc);
}

/** Writes a segment of one document. It is not synced, since an unmerged segment is written again after a crash. */
async function read({ path, number, out }: ReadJob): Promise<number> {
  const text = await textOf(path);
  if (text.length > mostUnits) throw new CodedError('document-too-large', message('own.too-much-text'));
  await writeFile(out, buildSegment([{ number, text: slotted(text), signature: signatureOf(text) }]), {
    mode: ownerOnlyFile,
  });
  return text.length;
}

/** Leaves out segments that are missing, because they were removed, or damaged, because they will be read again. */
async function merge({ from, out }: MergeJob): Promise<number[]> {
  const documents: SegmentDocument[] = [];
  for (const { file, numbers } of from) {
    const segment = existsSync(file) ? openSegment(file) : null;
    if (!segment) continue;
    const wanted = new Set(numbers);
    for (const [i, number] of segment.numbers.entries())
      if (wanted.has(number))
        documents.push({ number, text: segment.textOf(i), signature: segment.signatureOf(i) });
    segment.close();
  }
  await replaceFile(out, buildSegment(documents));
  return documents.map(({ number }) => number);
}

const look = async ({ paths }: { paths: readonly string[] }): Promise<(FoundFile | null)[]> =>
  Promise.all(paths.map(lookAt));

const walkFolder = ({ folder, skip }: { folder: string; skip: string }): Promise<Walked> =>
  walk(folder, skip);

export const indexerJobs = { walk: walkFolder, look, read, merge } satisfies ParserJobs;
