import './client/no-eval.ts';

import { mount } from 'svelte';
import { closedPath } from '../src-main/contract/session.ts';
import { createClient } from './client/index.ts';
import { holdPage } from './documents/page-lock.ts';
import { must } from './ui/must.ts';
import App from './workspace/App.svelte';
import './ui/theme.css';
import './ui/controls.css';
import './editor/editor.css';
import './look/look.css';
import './editor/print.css';

const client = await createClient();
if (client) {
  const session = crypto.randomUUID();
  holdPage(session);
  mount(App, {
    target: must(document.getElementById('app'), 'index.html has #app'),
    props: { client, session },
  });
} else {
  location.replace(closedPath);
}
