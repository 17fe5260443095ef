import { mount } from 'svelte';
import App from './App.svelte';
import { createClient } from './client/index.ts';
import { must } from './ui/must.ts';
import './ui/theme.css';
import './ui/controls.css';
import './editor/editor.css';
import './editor/print.css';

mount(App, {
  target: must(document.getElementById('app'), 'index.html has #app'),
  props: { client: createClient(), session: crypto.randomUUID() },
});
