import { createHash } from 'node:crypto';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { weightsHash } from '../../src-main/models/manifest.ts';
import { tempDir } from '../support/temp.ts';

test('without a manifest weights are named by what they hold now, changed ones and such as come late too', async () => {
  const dir = tempDir();
  const file = join(dir, 'model.safetensors');
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  await expect(weightsHash(dir)).rejects.toThrow(/ENOENT/);
  for (const [minute, weights] of ['one', 'two', 'three'].entries()) {
    writeFileSync(file, weights);
    // Clocks of file systems are coarse.
    utimesSync(file, 60 * minute, 60 * minute);
    expect(await weightsHash(dir)).toBe(sha256(weights));
    expect(await weightsHash(dir)).toBe(sha256(weights));
  }
  rmSync(file);
  await expect(weightsHash(dir)).rejects.toThrow(/ENOENT/);
});
