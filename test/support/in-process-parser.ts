import { type DocumentParser, documentParser } from '../../src-main/documents/document-parser.ts';
import { parserJobs } from '../../src-main/documents/parser-jobs.ts';

/** The parser's jobs without its process; what goes in and out is cloned as between processes. */
export function inProcessParser(): DocumentParser {
  const jobs = parserJobs as unknown as Record<string, (input: unknown) => unknown>;
  return documentParser({
    run: async <O>(job: string, input: unknown) =>
      structuredClone(await jobs[job]?.(structuredClone(input))) as O,
  });
}
