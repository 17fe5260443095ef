/** The user's guide in the help panel; part of `zh.ts`. */
export const helpZh = {
  'bar.help': '帮助',
  'help.title': '帮助',
  'help.contents': '‹ 目录',
  'help.contentsLabel': '帮助的目录',
  'help.next': '下一页：',
  'help.chineseOnly': '帮助只有中文。',
} as const;
