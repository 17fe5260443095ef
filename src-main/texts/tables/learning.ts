export const learning = {
  'exam.worse': {
    zh: '新版本在“{name}”上退步了：首选正确率 {before} → {after}（{counts}），没有启用。',
    en: 'The new version has become worse at {name}: right at first {before} → {after} ({counts}), so it is not offered.',
  },
  'exam.memorised': {
    zh: '学过的句子里记住了 {known}/{n} 处，不计入结论。',
    en: ' Of the sentences that it was trained on it answers {known} of {n}, which is no part of the verdict.',
  },
  'exam.unjudged': {
    zh: '无法判断新版本是否更好：没学过的修改只有 {n} 处，至少要 {least} 处；通用题首选正确率 {general}。{apart}',
    en: 'Whether the new version is better could not be judged: {n} corrections were kept out of training, and {least} are needed; the general questions right at first {general}.{apart}',
  },
  'exam.suite.general': { zh: '通用题', en: 'the general questions' },
  'exam.no-word': { zh: '没学过的词', en: 'words that were kept out' },
  'exam.returned': {
    zh: '先留出、后来学了的修改',
    en: 'corrections that were kept out first and learned then',
  },
  'exam.suite.other-sentences': {
    zh: '学过的词、没学过的句子',
    en: 'other sentences of the words that it was taught',
  },
  'exam.better': {
    zh: '新版本更好：留出不学的修改里，试学版多答对 {gained} 处、少答对 {lost} 处；通用题首选正确率 {general}。{apart}',
    en: 'The new version is better: of corrections that were kept out of its trial, the trial answers {gained} more and {lost} fewer first; the general questions right at first {general}.{apart}',
  },
  'exam.no-different': {
    zh: '新版本没有明显差别：留出不学的修改里，试学版多答对 {gained} 处、少答对 {lost} 处，还分不清是不是偶然；通用题首选正确率 {general}。{apart}',
    en: 'The new version makes no clear difference: of corrections that were kept out of its trial, the trial answers {gained} more and {lost} fewer first, which may be chance; the general questions right at first {general}.{apart}',
  },
  'samples.contradicted': {
    zh: '同一句话有不同的答案，选定一个之前都不学。',
    en: 'The same text has several answers; none is learned until one is chosen.',
  },
  'samples.superseded': {
    zh: '同一句话后来给了别的答案，以新的为准。',
    en: 'The same text was given another answer later, which counts.',
  },
  'samples.refused.not-a-record': {
    zh: '不是一条记录，应为含 text 和 answer 的对象。',
    en: 'This is no record; it should be an object with text and answer.',
  },
  'samples.refused.aside': {
    zh: '这一行像是标题或附注，没有导入。要导入请在预览里勾选它。',
    en: 'This row looks like a title or a note and was left out. Tick it in the preview to import it.',
  },
  'samples.refused.empty': { zh: '这里是空的，请填写内容。', en: 'This is empty; write something here.' },
  'samples.refused.no-gap': {
    zh: '没有空缺，请在要补词的地方写 [MASK]。',
    en: 'There is no gap; write [MASK] where the word belongs.',
  },
  'samples.refused.several-gaps': {
    zh: '有几处空缺，一条只能有一个 [MASK]。请拆成几条。',
    en: 'There are several gaps; a sample has one [MASK]. Split it up.',
  },
  'samples.refused.too-long': {
    zh: '太长，最多 512 个字符。请只留空缺所在的几句。',
    en: 'Too long: 512 characters at most. Keep the sentences around the gap.',
  },
  'samples.refused.no-context': {
    zh: '空缺前后几乎没有文字，学不到什么。请补上句子。',
    en: 'There is hardly any text around the gap to learn from. Write the sentence out.',
  },
  'samples.refused.answer-too-long': {
    zh: '答案超过 64 个字，请缩短。',
    en: 'The answer is longer than 64 characters; shorten it.',
  },
  'samples.refused.not-a-word': {
    zh: '这不是一个词（有换行、引号、逗号等标点或标记）。请只写词本身。',
    en: 'This is no single word (it holds a line break, quotes, a comma or the like, or a mark). Write the word alone.',
  },
  'samples.refused.emoji': { zh: '含有表情符号，请删去。', en: 'It holds an emoji; remove it.' },
  'samples.refused.control': {
    zh: '含有控制字符或乱码，可能是编码不对。请检查文件后重试。',
    en: 'It holds control characters or broken ones, perhaps from a wrong encoding. Check the file.',
  },
  'samples.refused.surrogate': {
    zh: '含有残缺的字符，请重新输入。',
    en: 'It holds half a character; type it again.',
  },
  'samples.refused.answer-shown': {
    zh: '答案已经写在空缺所在的分句里，等于没有空缺。请去掉那个词。',
    en: "The gap's own clause already shows the answer. Take that word out.",
  },
  'samples.refused.prompt-like': {
    zh: '像是写给聊天模型的指令，不是公文句子，不作学习。',
    en: 'This reads like instructions to a chat model, not like a sentence to learn from.',
  },
  'samples.refused.personal': {
    zh: '答案像是个人信息，不会保存。请换一句。',
    en: 'The answer looks like personal data and is not kept. Use another sentence.',
  },
  'samples.refused.term-missing': {
    zh: '例句里没有这个词，也没有 [MASK]。请改例句。',
    en: 'The example holds neither the term nor [MASK]. Change the example.',
  },
  'samples.refused.term-too-long': {
    zh: '术语太长，最多 64 个字。释义请放在释义一列。',
    en: 'The term is too long: 64 characters at most. A definition has a column of its own.',
  },
  'samples.refused.long-term': {
    zh: '超过 6 个字：只在它的例句和相近的句子里提供；它仍是术语，不会被建议替换。',
    en: 'Longer than 6 characters, so it is offered in its own sentences and near ones alone; as a term it is never offered for replacement.',
  },
  'samples.refused.few-sentences': {
    zh: '句子不足 5 条，学起来不牢。请补几条例句。',
    en: 'There are fewer than 5 sentences to learn it from. Add some examples.',
  },
  'samples.refused.same-pair': {
    zh: '左右两句一样，没有可学的改动。',
    en: 'Both sides are the same, so there is nothing to learn.',
  },
  'samples.refused.unlike-pair': {
    zh: '两句差别太大，对不上。请只放同一意思的两种说法。',
    en: 'The two sides differ too much to be aligned. Give two ways to say one thing.',
  },
  'samples.refused.no-formal-word': {
    zh: '书面一侧没有 6 字以内的新词可学。',
    en: 'The formal side has no new word of up to 6 characters to learn.',
  },
  'samples.column.text': { zh: '文本', en: 'Text' },
  'samples.column.answer': { zh: '答案', en: 'Answer' },
  'samples.column.rejected': { zh: '不要的词', en: 'Rejected' },
  'samples.column.source': { zh: '来源', en: 'Source' },
  'samples.column.origin': { zh: '出处', en: 'Origin' },
  'samples.column.status': { zh: '状态', en: 'Status' },
  'samples.column.weight': { zh: '分量', en: 'Weight' },
  'samples.column.at': { zh: '时间', en: 'Time' },
  'samples.status.approved': { zh: '已确认', en: 'confirmed' },
  'samples.quote-unclosed': {
    zh: '这一行的引号没有成对，未导入。请补上引号或删去它。',
    en: 'A quotation mark in this row is never closed, so the row was left out. Close or remove it.',
  },
  'samples.not-json': {
    zh: `这一行不是完整的 JSON 对象，未导入。应为 '{'"text": "…[MASK]…", "answer": "词"'}'。`,
    en: `This line is no complete JSON object and was left out. It should be '{'"text": "…[MASK]…", "answer": "…"'}'.`,
  },
  'samples.too-many-rows': {
    zh: '表格有 {rows} 行，一次最多导入 {most} 行。请拆成几个文件。',
    en: 'The table has {rows} rows; {most} are the most at a time. Split it into several files.',
  },
  'samples.not-a-table': {
    zh: '这个文件不是文字表格，没有导入。请另选一个文件，或另存为 .xlsx 或 CSV。',
    en: 'This file is no table of text, so nothing was imported. Choose another, or save it as .xlsx or CSV.',
  },
  'samples.unlearnable.too-long': {
    zh: '超过 6 个字，版本里不学；补墨会记住它，在它的句子和相近的句子里提供。',
    en: 'Longer than 6 characters, so no version learns it. Bumo remembers it and offers it in its sentence and near ones.',
  },
  'samples.unlearnable.unknown-character': {
    zh: '上次学习时没有学：模型不认识其中的字。换一个模型后会再试。',
    en: 'Left out of the last run: the model does not know a character of it. Another model is tried anew.',
  },
  'samples.unlearnable.answer-length': {
    zh: '上次学习时没有学：这个词对模型来说太长。',
    en: 'Left out of the last run: the word is too long for the model.',
  },
  'samples.unlearnable.row-too-long': {
    zh: '上次学习时没有学：句子对模型来说太长。请只留空缺所在的几句。',
    en: 'Left out of the last run: the sentence is too long for the model. Keep what stands around the gap.',
  },
  'samples.unlearnable.other': {
    zh: '上次学习时没有学：模型用不上这一条。',
    en: 'Left out of the last run: the model cannot use it.',
  },
  'learning.cancelled': {
    zh: '学习已取消，模型没有改变。需要时可以重新开始。',
    en: 'Learning was cancelled; the model has not changed. Start again whenever you like.',
  },
  'learning.nothing-to-learn': {
    zh: '没有可以学习的修改：请先在补全处选 ✗ 并写上想要的词，或导入术语，再来学习。',
    en: 'There is nothing to learn yet: press ✗ on a suggestion and write the word you meant, or import terms, then try again.',
  },
  'learning.diverged': {
    zh: '学习没有收敛（数值溢出），结果已丢弃，模型没有改变。请去掉相互矛盾的样本后再试。',
    en: 'Learning did not converge (numbers overflowed), so its result was dropped and the model has not changed. Remove samples that contradict each other and try again.',
  },
  'learning.disk-full': {
    zh: '磁盘空间不足，学习成果没有写入。请腾出约 100 MB 后重新开始，已完成的部分会接着进行。',
    en: 'The disk is full, so what was learned was not written. Free about 100 MB and start again: it goes on from where it was.',
  },
  'learning.stopped': {
    zh: '学习中断。模型没有改变，请重试。',
    en: 'Learning stopped. The model has not changed; try again.',
  },
  'learning.kept-stopping': {
    zh: '学习进程多次意外退出（可能内存不足），模型没有改变。请关闭其他程序后重试，已完成的部分会接着进行。',
    en: 'The learning process kept stopping, perhaps for want of memory; the model has not changed. Close other programs and try again: it goes on from where it was.',
  },
  'learning.suspended': {
    zh: '学习已中止，进度已保存；再次开始会接着进行。',
    en: 'Learning was interrupted and its progress saved; start again to go on from there.',
  },
  'learning.process-ended': {
    zh: '学习进程中断（{how}）。已完成的部分会保留，再次开始时接着做。',
    en: 'The learning process stopped ({how}). What was done is kept; start again to go on.',
  },
  'learning.busy': {
    zh: '正在学习中。请等这一次结束，或先取消它。',
    en: 'Learning is under way. Wait until it ends, or cancel it first.',
  },
  'learning.no-model': {
    zh: '还没有可用的模型，无法学习。请先安装一个。',
    en: 'No model is in use, so nothing can be learned. Install one first.',
  },
  'learning.no-samples': {
    zh: '还没有可学的内容。请先对建议给出 ✓ 或 ✗，或导入术语表、改写对照。',
    en: 'There is nothing to learn from yet. Judge suggestions with ✓ or ✗, or import a glossary or style pairs.',
  },
  'learning.cancelled-by-writer': {
    zh: '已取消学习，模型没有改变。',
    en: 'Learning was cancelled; the model has not changed.',
  },
  'learning.interrupted-by-close': {
    zh: '补墨已关闭，学习中断；下次打开时接着做。',
    en: 'Bumo was closed while it learned; it goes on when it is opened again.',
  },
  'exam.no-answer': { zh: '无', en: 'nothing' },
  'exam.with-example': {
    zh: '{sentence}例如“{text}”（{answer}）：原先答“{before}”，现在答“{after}”。',
    en: '{sentence} For example “{text}” ({answer}): “{before}” before, “{after}” now.',
  },
  'learning.failed': {
    zh: '这次没有学成：{why}。模型没有改变，请重试。',
    en: 'Nothing was learned: {why}. The model has not changed; try again.',
  },
} as const;
