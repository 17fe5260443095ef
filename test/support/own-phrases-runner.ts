import { forkNode } from '../../src-main/base/child.ts';
import { systemClock } from '../../src-main/base/clock.ts';
import { silentLog } from '../../src-main/base/log.ts';
import { OwnPhrases } from '../../src-main/phrases/own-phrases.ts';
import { openStore } from '../../src-main/store/open.ts';

/** Brings own documents up to date in a process that a test kills: `node own-phrases-runner.ts HOME FOLDER`. */

const [home = '', folder = ''] = process.argv.slice(2);
const store = openStore({ dir: home, clock: systemClock });
const own = new OwnPhrases({
  home,
  db: store.write,
  fork: forkNode,
  clock: systemClock,
  log: silentLog,
  onState: () => undefined,
});
own.enable(true);
await own.addFolder(folder);
process.stdout.write('begun\n');
await own.idle();
process.stdout.write('done\n');
await own.close();
await store.close();
