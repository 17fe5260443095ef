import { engineNames, installEngine } from './serving/pythons.ts';

/** Installs the serving engines that tests run, once a machine. Where that fails their tests are skipped. */

for (const engine of engineNames) {
  const why = installEngine(engine);
  console.log(why === null ? `${engine} is installed` : `${engine}: ${why}; its tests are skipped`);
}
