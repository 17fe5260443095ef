import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseSuite, type SuiteItem } from './evaluate.ts';

export interface Suite {
  readonly name: string;
  readonly items: readonly SuiteItem[];
}

/** Reads the suites of a folder, one JSONL file each, in the order of their names. @throws CodedError `suite-invalid` */
export async function readSuiteFolder(folder: string): Promise<Suite[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).toSorted();
  return Promise.all(
    files.map(async (file) => ({
      name: basename(file, '.jsonl'),
      items: parseSuite(await readFile(join(folder, file), 'utf8')),
    })),
  );
}
