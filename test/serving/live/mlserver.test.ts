import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportServing } from '../../../src-main/serving/export/export.ts';
import { ModelMetadata, paths } from '../../../src-main/serving/protocol.ts';
import { ask, infer, load } from '../../support/serving/client.ts';
import { expectBatches, expectDesktopLogits } from '../../support/serving/comparisons.ts';
import { expectClientLogits, expectDesktopAnswers, openDesktop } from '../../support/serving/desktop.ts';
import { realVersions, tinyVersions } from '../../support/serving/packages.ts';
import { enginePrograms } from '../../support/serving/pythons.ts';
import { type EngineServer, startMlserver } from '../../support/serving/server.ts';
import { skippedFor } from '../../support/skipped.ts';
import { exportBoth, planOf, type VersionedModel } from '../../support/tiny-package.ts';

const { reason } = enginePrograms('mlserver');
const vocabSize = 37;
const row = { ids: [2, 5, 4, 7, 3], masked: [2] };

describe.skipIf(reason !== null)(skippedFor('MLServer', reason), () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bumo-mlserver-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe('with the real model and a version of it', () => {
    let model: VersionedModel;
    let server: EngineServer;

    beforeAll(async () => {
      model = await realVersions(folder);
      await exportBoth(model, 'mlserver', join(folder, 'real-package'));
      server = await startMlserver(join(folder, 'real-package'));
    });
    afterAll(() => server?.close());

    test('gives the logits of the engine on the desktop', () =>
      expectDesktopLogits(server.port, model, [{}]));

    test('gives the desktop’s client the same logits', async () => {
      for (const version of ['base', model.versions[0].id])
        await expectClientLogits(server.port, model, version);
    });

    test('answers a desktop as it would have answered itself, and what is shown is the engine’s', async () => {
      const desktop = await openDesktop(model);
      for (const version of ['base', model.versions[0].id])
        await expectDesktopAnswers(desktop, server.port, version, true);
    });
  });

  describe('with one version of a small model, and another to come', () => {
    let model: VersionedModel;
    let server: EngineServer;
    let first: string;
    let second: string;

    beforeAll(async () => {
      model = await tinyVersions(folder);
      // A request without a version is answered by the one whose name sorts last.
      const [one, other] = [...model.versions].sort((a, b) => (a.id < b.id ? -1 : 1));
      if (!one || !other) throw new Error('two versions');
      [first, second] = [one.id, other.id];
      await exportServing(await planOf(model, [one]), 'mlserver', join(folder, 'package'));
      await exportServing(await planOf(model, [other]), 'mlserver', join(folder, 'next'));
      server = await startMlserver(join(folder, 'package'));
    });
    afterAll(() => server?.close());

    test('says what it serves, and refuses what does not fit with a sentence', async () => {
      const { body } = await ask(server.port, 'GET', paths.metadata());
      const metadata = ModelMetadata.parse(JSON.parse(String(body)));
      expect([metadata.versions, metadata.outputs?.[0]?.shape]).toEqual([[first], [-1, -1, vocabSize]]);
      const wrong = infer(server.port, [{ ids: [2, 999, 3], masked: [1] }], { vocabSize });
      await expect(wrong).rejects.toThrow(/400.*outside of 0 to 36/);
      const unknown = infer(server.port, [row], { vocabSize, version: 'ffff' });
      await expect(unknown).rejects.toThrow(/404/);
    });

    test('loads another version under load without a failed request', async () => {
      let sent = 0;
      const running = load(8, 600, () => {
        sent++;
        return infer(server.port, [row], { vocabSize });
      });
      for (const name of ['graphs', 'models'])
        cpSync(join(folder, 'next', name), join(folder, 'package', name), {
          recursive: true,
          filter: (from, to) => statSync(from).isDirectory() || !existsSync(to),
        });
      const loaded = await ask(server.port, 'POST', '/v2/repository/models/bumo/load', { body: '' });
      expect(loaded.status).toBe(200);
      expect(sent).toBeLessThan(600);
      const { byVersion, failures } = await running;
      expect(failures).toEqual([]);
      expect(Object.keys(byVersion).toSorted()).toEqual([first, second].toSorted());
      expect((await infer(server.port, [row], { vocabSize, version: first })).version).toBe(first);
    });

    test('runs requests of different lengths in batches, each with its own logits', () =>
      expectBatches(server.port, model, second));
  });
});
