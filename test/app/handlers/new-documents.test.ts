import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { documentHandlers } from '../../../src-main/app/handlers/documents.ts';
import type { Services } from '../../../src-main/app/handlers/services.ts';
import { type CallContext, DocumentLayout } from '../../../src-main/contract/index.ts';
import { type Layout, layoutDocx } from '../../../src-main/documents/layouts/layouts.ts';
import { createSources } from '../../../src-main/documents/sources.ts';
import { createEventHub } from '../../../src-main/shell/dispatch.ts';
import { openStore, type Store } from '../../../src-main/store/open.ts';
import { inProcessParser } from '../../support/in-process-parser.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempDir } from '../../support/temp.ts';

const context: CallContext = { signal: new AbortController().signal };
const clock = manualClock();
const year = new Date(clock.now()).getFullYear();

let store: Store;
let handlers: ReturnType<typeof documentHandlers>;

beforeEach(() => {
  const home = join(tempDir(), 'home');
  store = openStore({ dir: home, clock });
  // The handlers touch nothing else.
  const services = {
    store,
    clock,
    hub: createEventHub(),
    sources: createSources({ home, clock }),
    parser: inProcessParser(),
  } as unknown as Services;
  handlers = documentHandlers(services);
});
afterEach(() => store.close());

test.each(DocumentLayout.options)(
  'a new document is its layout of this year, and keeps it: %s',
  async (layout) => {
    const bytes = layoutDocx({ layout: layout satisfies Layout, year });
    const opened = await handlers['documents.new']({ layout }, context);
    expect(opened).toMatchObject({ format: 'docx', readOnly: null, losses: [] });
    expect(opened.sheet?.styles.length).toBeGreaterThan(5);
    expect(JSON.parse(opened.content)).toMatchObject({
      attrs: { source: opened.source, sourceFormat: 'docx' },
    });
    const written = await handlers['documents.write'](
      { format: 'docx', content: opened.content, form: null },
      context,
    );
    expect(written.data).toBe(Buffer.from(bytes).toString('base64'));
  },
);
