export const store = {
  'store.rule-gone': {
    zh: '这条规则已经不在了，无需再删除。',
    en: 'This rule is already gone; there is nothing left to remove.',
  },
  'store.term-gone': {
    zh: '术语表里已经没有这个词了，请刷新列表。',
    en: 'The glossary no longer has this term; refresh the list.',
  },
  'store.sample-gone': {
    zh: '这条样本已经不在了，请刷新列表。',
    en: 'This sample is already gone; refresh the list.',
  },
  'store.app-running': {
    zh: '补墨正在使用 {dir}。请在补墨窗口里操作，或先关闭它再试。',
    en: 'Bumo is using {dir}. Do this in its window, or close it and try again.',
  },
  'store.draft-behind': {
    zh: '草稿已在别处改过，正在与那里的文字合并。',
    en: 'The draft was changed elsewhere; this text is being merged with it.',
  },
  'store.pair-gone': {
    zh: '这一对说法已经不在了，请刷新列表。',
    en: 'This pair is already gone; refresh the list.',
  },
  'store.newer': {
    zh: '数据文件由更新版本的补墨写成（格式 {format}，本版本只认到 {known}）。文件未作任何改动，请升级补墨后再打开。',
    en: 'The data file was written by a newer Bumo (format {format}, this one knows up to {known}). It was left untouched; please update Bumo and open it again.',
  },
  'store.feedback-gone': {
    zh: '这条反馈已经不在了。',
    en: 'This feedback is already gone.',
  },
  'store.suggestion-gone': {
    zh: '找不到这条建议的记录，可能已被清除。请在新的建议上再次反馈。',
    en: 'There is no record of this suggestion; it may have been cleared. Please give feedback on a new one.',
  },
  'store.setting-invalid': {
    zh: '设置项“{name}”的值无效，请检查后重试。',
    en: 'The value of the setting "{name}" is not valid; please check it and try again.',
  },
} as const;
