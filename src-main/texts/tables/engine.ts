export const engine = {
  'engine.no-model': {
    zh: '还没有可用的模型。请在“模型”中安装或导入一个，再重试。',
    en: 'No model is in use yet. Install or import one under Models, then try again.',
  },
  'engine.superseded': {
    zh: '同一处有了更新的请求，这一次不再回答；请看新的结果。',
    en: 'A newer request for the same gap replaced this one; see its answer instead.',
  },
  'engine.replaced': {
    zh: '启动完成之前已换用另一个模型；以新的选择为准。',
    en: 'Another model was chosen before this one was ready; the newer choice counts.',
  },
  'engine.aborted': {
    zh: '请求已取消；需要时请重新发起。',
    en: 'The request was cancelled; ask again when needed.',
  },
  'engine.closed': {
    zh: '补全引擎已关闭。请重新打开补墨。',
    en: 'The engine has been closed. Open Bumo again.',
  },
  'engine.crashed-twice': {
    zh: '补全引擎处理这个请求时两次退出，已放弃这个请求。请改动空缺附近的文字再试。',
    en: 'The engine stopped twice on this request, so it was given up. Change the text near the gap and try again.',
  },
  'engine.crash-loop': {
    zh: '补全引擎反复退出，已停止自动重启（最近一次：{reason}）。请点“重启引擎”，或换用 CPU 或其他模型。',
    en: 'The engine kept stopping, so it is no longer restarted by itself (last time: {reason}). Restart it by hand, or choose CPU or another model.',
  },
  'engine.restarting': {
    zh: '补全引擎中断（{reason}），正在进行第 {attempt} 次重启，您的文字不受影响。',
    en: 'The engine stopped ({reason}); restart {attempt} is under way. Your text is safe.',
  },
  'engine.hung': { zh: '长时间没有回应', en: 'no reply for too long' },
  'engine.fell-back-to-cpu': {
    zh: '使用 {provider} 时引擎中断（{reason}），已改用 CPU。',
    en: 'The engine stopped while using {provider} ({reason}), so the CPU is used instead.',
  },
  'engine.version-not-loaded': {
    zh: '版本 {id} 没有加载。请稍后重试，或切回上一个版本。',
    en: 'The version {id} is not loaded. Try again in a moment, or go back to the version before.',
  },
  'engine.failed': {
    zh: '补全引擎出错。请重试；若仍出错，请重启引擎。',
    en: 'The engine failed. Try again; if it fails again, restart the engine.',
  },
  'engine.no-gap': {
    zh: '文字里没有 [MASK]。请在缺词的地方写上 [MASK]，再试一次。',
    en: 'The text has no [MASK]. Write [MASK] where a word is missing and try again.',
  },
  'engine.too-many-masks': {
    zh: '有 {masks} 个 [MASK] 连在一起，最多能填 {most} 个。请少写几个，或只写一个让补墨决定长度。',
    en: '{masks} [MASK] stand in a row; at most {most} can be filled. Write fewer, or a single one for a word of any length.',
  },
  'engine.model-broken': {
    zh: '模型给出了无效的数值，没有采用它的答案。请切回上一个版本；若仍如此，请重新安装模型。',
    en: 'The model gave values that are no numbers, so its answer was not used. Go back to the version before; if it persists, install the model again.',
  },
  'engine.not-as-installed': {
    zh: '模型的回答和刚装好时不一样，模型文件可能已损坏，没有使用它。请在“模型”里重新安装，或换一个模型。',
    en: 'The model answers otherwise than when it was installed: its files may be damaged, so it is not used. Install it again under Models, or choose another one.',
  },
  'engine.int8-damaged': {
    zh: '模型的 8 位副本已损坏，改用原来的模型；副本以后会重新制作。',
    en: 'The 8-bit copy of the model is damaged, so the model itself is used; the copy will be made again later.',
  },
  'engine.vocabulary-lacks': {
    zh: '模型词表里缺少 {token}，无法使用。请换一个 BERT 中文模型。',
    en: "The model's vocabulary lacks {token}, so it cannot be used. Choose another Chinese BERT model.",
  },
  'engine.trial-too-long': { zh: '试运行超过 {seconds} 秒', en: 'its trial took over {seconds} seconds' },
  'engine.trial-crashed': { zh: '试运行时崩溃', en: 'it crashed in its trial' },
  'engine.trial-differs': { zh: '算出的结果与 CPU 不一致', en: 'its numbers differ from those of the CPU' },
  'engine.trial-difference': { zh: '最大相差 {most}', en: 'by up to {most}' },
  'engine.provider-does-not-start': { zh: '在这台电脑上启动不了', en: 'it does not start on this computer' },
  'engine.provider-not-supported': { zh: '这台电脑不支持', en: 'this computer does not support it' },
  'engine.provider-refused': {
    zh: '所选的 {provider} 不能用（{why}），已改用 CPU。',
    en: 'The chosen {provider} cannot be used ({why}), so the CPU is used instead.',
  },
  'engine.provider-crashed-before': {
    zh: '上次使用时引擎崩溃',
    en: 'the engine crashed while using it last time',
  },
  'engine.unstartable': { zh: '没能启动：{why}', en: 'it could not be started: {why}' },
  'engine.suite-line': {
    zh: `题集第 {line} 行{why}。每行应为 '{'"text": "…[MASK]…", "answer": "词"'}'。`,
    en: `Line {line} of the suite {why}. A line reads '{'"text": "…[MASK]…", "answer": "word"'}'.`,
  },
  'engine.suite-no-json': { zh: '不是 JSON', en: 'is not JSON' },
  'engine.suite-no-gap': { zh: '的 text 里没有 [MASK]', en: 'has no [MASK] in its text' },
  'engine.suite-no-answer': { zh: '没有 answer', en: 'has no answer' },
  'engine.suite-empty': { zh: '为空', en: 'is empty' },
} as const;
