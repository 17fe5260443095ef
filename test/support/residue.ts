import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files of a folder that hold any of these texts, in UTF-8 or UTF-16, with the texts that they hold. */
export function residueIn(dir: string, texts: readonly string[]): string[] {
  const files = readdirSync(dir, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(dir, name)).isFile());
  return files.flatMap((name) => {
    const bytes = readFileSync(join(dir, name));
    return texts
      .filter((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')))
      .map((text) => `${name}: ${text}`);
  });
}
