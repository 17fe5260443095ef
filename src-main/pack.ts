import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CodedError } from './base/error.ts';
import { createOutput, failureText } from './cli/output.ts';
import { pack } from './packing/pack.ts';
import { targetOf } from './packing/targets.ts';
import { asWritten, message } from './texts/message.ts';

/** `npm run dist`: packages for this machine's platform and processor, in dist/. */

const root = fileURLToPath(new URL('..', import.meta.url));
const { LC_ALL, LANG } = process.env;
const output = createOutput(false, LC_ALL || LANG || Intl.DateTimeFormat().resolvedOptions().locale);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'with-model': { type: 'string' },
      portable: { type: 'boolean' },
      dir: { type: 'boolean' },
    },
  });
  const target = targetOf(process.platform, process.arch);
  if (!target) {
    const machine = `${process.platform}-${process.arch}`;
    throw new CodedError('unsupported', message('start.no-package', { machine }));
  }
  const artifacts = await pack({
    project: root,
    target,
    portable: values.portable ?? false,
    unpacked: values.dir ?? false,
    ...(values['with-model'] === undefined ? {} : { model: values['with-model'] }),
  });
  const lines = artifacts.map(({ file, sha256 }) => `${sha256}  ${basename(file)}`);
  if (lines.length === 0) return;
  const name = `SHA256SUMS-${target.platform}-${target.arch}${values.portable ? '-portable' : ''}.txt`;
  await writeFile(join(root, 'dist', name), `${lines.join('\n')}\n`);
  for (const line of lines) output.say(asWritten(line));
}

main().catch((error: unknown) => {
  output.say(failureText(error));
  process.exitCode = 1;
});
