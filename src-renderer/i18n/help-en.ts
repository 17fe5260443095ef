import type { helpZh } from './help-zh.ts';

export const helpEn: Record<keyof typeof helpZh, string> = {
  'bar.help': 'Help',
  'help.title': 'Help',
  'help.contents': '‹ Contents',
  'help.contentsLabel': 'Contents of the help',
  'help.next': 'Next: ',
  'help.chineseOnly': 'The help is in Chinese only.',
};
