import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CodedError } from './base/error.ts';
import { createOutput, failureText } from './cli/output.ts';
import { keyVariable, readSigningKeys, writeChecksums } from './packing/checksums.ts';
import { pack } from './packing/pack.ts';
import { targetOf } from './packing/targets.ts';
import { asWritten, message } from './texts/message.ts';
import { listName } from './updates/checksum-list.ts';

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
  const keys = await readSigningKeys(process.env);
  const artifacts = await pack({
    project: root,
    target,
    portable: values.portable ?? false,
    unpacked: values.dir ?? false,
    ...(keys ? { updateKey: keys.publicKey } : {}),
    ...(values['with-model'] === undefined ? {} : { model: values['with-model'] }),
  });
  if (artifacts.length > 0) await writeChecksums(join(root, 'dist'), artifacts, keys);
  for (const { file, sha256 } of artifacts) output.say(asWritten(`${sha256}  ${basename(file)}`));
  if (!keys) output.say(message('update.unsigned', { variable: keyVariable }));
  else if (artifacts.length > 0) output.say(message('update.signed', { file: listName }));
}

main().catch((error: unknown) => {
  output.say(failureText(error));
  process.exitCode = 1;
});
