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
  'store.forgotten': { zh: '（已忘掉）', en: '(forgotten)' },
  'store.record-invalid': {
    zh: '第 {line} 条记录无法读取：需要时间、反馈、句子（含 [MASK]）和词。文件未导入，原有记录不变。',
    en: 'Record {line} cannot be read: it needs a time, the feedback, a sentence (with [MASK]) and a word. Nothing was imported.',
  },
  'feedback.column.at': { zh: '时间', en: 'Time' },
  'feedback.column.kind': { zh: '反馈', en: 'Feedback' },
  'feedback.column.context': { zh: '句子', en: 'Sentence' },
  'feedback.column.word': { zh: '词', en: 'Word' },
  'feedback.column.offered': { zh: '当时的建议', en: 'Offered' },
  'feedback.column.modelId': { zh: '模型', en: 'Model' },
  'feedback.column.version': { zh: '版本', en: 'Version' },
  'feedback.column.document': { zh: '文档', en: 'Document' },
  'feedback.kind.accepted': { zh: '采用', en: 'taken' },
  'feedback.kind.right': { zh: '对', en: 'right' },
  'feedback.kind.wrong': { zh: '不准', en: 'not quite' },
  'feedback.kind.kept': { zh: '留用', en: 'kept' },
  'feedback.kind.changed': { zh: '后来改了', en: 'changed later' },
  'feedback.kind.dismissed': { zh: '没要', en: 'not wanted' },
  'feedback.base-version': { zh: '原版', en: 'base' },
  'store.cannot.full': {
    zh: '{dir} 所在的磁盘已满，补墨打不开数据。请腾出一些空间，再打开补墨。',
    en: 'The disk of {dir} is full, so Bumo cannot open its data. Free some space, then start Bumo again.',
  },
  'store.cannot.read-only': {
    zh: '{dir} 只能读，补墨打不开数据。请解除磁盘或文件夹的只读，再打开补墨。',
    en: '{dir} is read-only, so Bumo cannot open its data. Make the disk or folder writable, then start Bumo again.',
  },
  'store.cannot.locked': {
    zh: '{dir} 里的数据文件正被另一个程序占用，例如备份或同步软件。请等它做完，再打开补墨。',
    en: 'Another program, such as a backup, holds the data file in {dir}. Wait until it is done, then start Bumo again.',
  },
  'store.cannot.forbidden': {
    zh: '没有权限写入 {dir}，补墨打不开数据。请检查该文件夹的权限，再打开补墨。',
    en: 'You may not write in {dir}, so Bumo cannot open its data. Check its permissions, then start Bumo again.',
  },
  'store.cannot.failing': {
    zh: '{dir} 所在的磁盘读写出错，补墨打不开数据。请检查磁盘是否接好、是否已满，再打开补墨。',
    en: 'The disk of {dir} reports errors, so Bumo cannot open its data. Check that it is connected and not full, then start Bumo again.',
  },
  'store.unwritable': {
    zh: '无法在 {dir} 中读写数据。请检查文件夹是否存在、权限是否足够、磁盘是否只读或已满，然后重新启动补墨。',
    en: 'Bumo cannot read and write its data in {dir}. Check that the folder exists, that you may write there and that the disk is neither read-only nor full, then start Bumo again.',
  },
  'store.replaced-by-empty': {
    zh: '数据文件已损坏，也没有可用的备份，因此换用了新的空白数据：原有的设置、反馈和草稿都不在其中。损坏的文件保留为 {kept}，未被删除。',
    en: 'The data file was damaged and no backup was usable, so Bumo started with empty data: earlier settings, feedback and drafts are not in it. The damaged file was kept as {kept}.',
  },
  'store.restored': {
    zh: '数据文件已损坏，已恢复到 {time}（UTC）的备份；此后的设置、反馈和草稿已丢失。损坏的文件保留为 {kept}。',
    en: 'The data file was damaged and the backup of {time} (UTC) was restored; settings, feedback and drafts from after that are lost. The damaged file was kept as {kept}.',
  },
  'store.log-damaged': {
    zh: '数据文件的写入日志已损坏，上次正常关闭或整理之后的设置、反馈和草稿可能丢失。损坏的日志保留为 {kept}。',
    en: "The data file's write log was damaged; settings, feedback and drafts since the last clean close or checkpoint may be lost. The damaged log was kept as {kept}.",
  },
} as const;
