/** Sentences about several windows and a lost connection; part of `zh.ts`. */
export const windowsZh = {
  'status.here': '文字先存在本页',
  'status.engine.lost': '已断开',
  'connection.lost':
    '与补墨断开了，它可能已经关闭。您可以接着写：文字先存在这个页面里，补墨重新启动后会自动接上并存好。',
  'connection.refused':
    '补墨重新启动过，还不认识这个页面。请在补墨的文件夹里运行 npm run --silent cli -- open，在这个浏览器里打开它给的链接，本页随后会自动接上；文字先存在这个页面里。',
  'connection.full': '这个页面存不下更多文字。请不要关闭它，先重新启动补墨。',
  'draft.apart': '{{title}}（另一份）',
  'draft.apartText':
    '同一段文字在两个窗口里都改过，不能自动合成一份。两份都在：一份在原来的标签页，另一份在新标签页“{{title}}”。',
} as const;
