import { systemClock } from '../../src-main/base/clock.ts';
import { putDraft } from '../../src-main/store/drafts.ts';
import { openStore } from '../../src-main/store/open.ts';

/** Saves one revision of a draft after another and says which are saved, until it is killed. */
const [, , dir = '', from = '0'] = process.argv;
const store = openStore({ dir, clock: systemClock });
let revision = Number(from);

function next(): void {
  revision++;
  // Pages enough that a kill can fall in the middle of one write.
  const content = JSON.stringify({ revision, text: '一段写到一半的公文。'.repeat(2000) });
  putDraft(store.write, { id: 'main', content, updatedAt: revision, revision: `${revision}` });
  process.stdout.write(`${revision}\n`);
  setImmediate(next);
}
next();
