import type { windowsZh } from './windows-zh.ts';

export const windowsEn: Record<keyof typeof windowsZh, string> = {
  'status.here': 'Text is in this page for now',
  'status.engine.lost': 'Disconnected',
  'connection.lost':
    'The connection to Bumo is lost; it may have been closed. You can go on writing: your text stays in this page, and is saved by itself once Bumo runs again.',
  'connection.refused':
    'Bumo was started anew and does not know this page. Run npm run --silent cli -- open in its folder and open the link in this browser; this page goes on by itself then. Your text stays in this page for now.',
  'connection.full': 'This page has no room for more text. Leave it open, and start Bumo again first.',
  'draft.apart': '{{title}} (the other text)',
  'draft.apartText':
    'The same passage was changed in two windows and cannot be made one. Both texts are there: one in its tab, the other in the new tab “{{title}}”.',
};
