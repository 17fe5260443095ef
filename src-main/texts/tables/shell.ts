export const shell = {
  'start.electron-vanished': {
    zh: '下载之后没有找到它（可能被安全软件删除）',
    en: 'it was gone after the download (security software may have removed it)',
  },
  'start.browser-instead': {
    zh: '没能取到桌面窗口（Electron）：{reason}。改在浏览器中打开同一个应用。',
    en: 'The desktop window (Electron) could not be had: {reason}. The same app opens in the browser.',
  },
  'failure.doing.data': { zh: '清点或删除本机数据', en: 'Listing or removing data' },
  'failure.doing.team': { zh: '处理组织共享', en: 'Handling shared files' },
  'failure.doing.app': { zh: '启动', en: 'Starting' },
  'failure.doing.settings': { zh: '读写设置', en: 'Reading or saving the settings' },
  'failure.doing.models': { zh: '处理模型', en: 'Handling a model' },
  'failure.doing.engine': { zh: '启动补全引擎', en: 'Starting the engine' },
  'failure.doing.gateway': { zh: '设置网关', en: 'Setting the gateway' },
  'failure.doing.suggest': { zh: '想词', en: 'Looking for words' },
  'failure.doing.feedback': { zh: '记录反馈', en: 'Keeping feedback' },
  'failure.doing.never': { zh: '处理不再提示的词', en: 'Handling the words not offered again' },
  'failure.doing.drafts': { zh: '保存草稿', en: 'Keeping the draft' },
  'failure.doing.documents': { zh: '处理文档', en: 'Handling the document' },
  'failure.doing.files': { zh: '读写文件', en: 'Reading or writing the file' },
  'failure.doing.samples': { zh: '处理样本', en: 'Handling samples' },
  'failure.doing.terms': { zh: '处理术语', en: 'Handling terms' },
  'failure.doing.pairs': { zh: '处理说法对照', en: 'Handling pairs of wordings' },
  'failure.doing.learn': { zh: '学习', en: 'Learning' },
  'failure.doing.phrases': { zh: '处理我的文档', en: 'Handling your own documents' },
  'failure.doing.slot': { zh: '切换版本', en: 'Changing the version' },
  'failure.doing.updates': { zh: '核对安装包', en: 'Checking the package' },
  'failure.doing.devices': { zh: '试运行显卡', en: 'trying the graphics card' },
  'failure.doing.versions': { zh: '读写版本的档案', en: 'Reading or writing the records of versions' },
  'failure.doing.ledger': { zh: '读写账本', en: 'Reading or writing the ledger' },
  'start.building': { zh: '正在构建…', en: 'Building…' },
  'start.running': {
    zh: '补墨已启动：{url}（按 Ctrl+C 结束）',
    en: 'Bumo is running: {url} (Ctrl+C ends it)',
  },
  'start.once': {
    zh: '链接只能用一次；再要一个：npm run --silent cli -- open',
    en: 'The link works once; for another: npm run --silent cli -- open',
  },
  'start.runs-already': { zh: '补墨已经在运行：{url}', en: 'Bumo runs already: {url}' },
  'start.downloading': { zh: '正在下载 Electron…', en: 'Downloading Electron…' },
  'start.downloaded': { zh: '已下载 {megabytes} MB', en: '{megabytes} MB' },
  'start.no-package': {
    zh: '不能为这种电脑打包：{machine}。支持 Windows x64、macOS arm64、Linux x64 与 arm64。',
    en: 'There is no package for this kind of computer: {machine}. Windows x64, macOS arm64 and Linux x64 and arm64 are supported.',
  },
  'start.package-missing': {
    zh: '没有安装 {name}，打出的包将无法分词。请在这台电脑上重新运行 npm install。',
    en: '{name} is not installed, so that the package could not segment words. Run npm install anew on this computer.',
  },
  'start.model-folder-name': {
    zh: '不认识的模型文件夹名：{id}。文件夹名应为 {ids} 之一。',
    en: 'A model folder of an unknown name: {id}. It must be one of {ids}.',
  },
  'failure.bad-input': {
    zh: '填写的内容不合要求，没有做成。',
    en: 'What was given is not valid, so nothing was done.',
  },
  'failure.internal': {
    zh: '{doing}时出错：{why}。请重试；若反复出现，请等文字存好后重启补墨。',
    en: '{doing} failed: {why}. Try again; if it keeps happening, wait until your text is saved and restart Bumo.',
  },
  'failure.internal-draft': {
    zh: '{doing}时出错：{why}。文字还在这个窗口里，补墨会自动再存；请先不要关闭窗口。',
    en: '{doing} failed: {why}. Your text is still in this window and is saved again by itself; leave the window open.',
  },
  'fault.full': {
    zh: '{doing}没有成功：数据文件夹所在的磁盘已满。请腾出一些空间，再试一次。',
    en: '{doing} failed: the disk of the data folder is full. Free some space and try again.',
  },
  'fault.read-only': {
    zh: '{doing}没有成功：数据文件夹现在只能读。请解除磁盘或文件夹的只读，再试一次。',
    en: '{doing} failed: the data folder is read-only now. Make its disk or folder writable and try again.',
  },
  'fault.locked': {
    zh: '{doing}没有成功：数据文件正被另一个程序占用，例如备份或同步软件。请等它做完，再试一次。',
    en: '{doing} failed: another program, such as a backup, holds the data file. Wait until it is done and try again.',
  },
  'fault.forbidden': {
    zh: '{doing}没有成功：没有权限写入数据文件夹。请检查该文件夹的权限，再试一次。',
    en: '{doing} failed: the data folder may not be written. Check its permissions and try again.',
  },
  'fault.failing': {
    zh: '{doing}没有成功：数据文件夹所在的磁盘读写出错。请检查磁盘是否接好、是否已满，再试一次。',
    en: '{doing} failed: the disk of the data folder reports errors. Check that it is connected and not full, and try again.',
  },
  'fault.draft.full': {
    zh: '磁盘已满，文字还在这个窗口里。腾出一些空间后会自动存上；请先不要关闭窗口。',
    en: 'The disk is full; your text is still in this window. It is saved by itself once there is space; leave the window open.',
  },
  'fault.draft.read-only': {
    zh: '数据文件夹现在只能读，文字还在这个窗口里。解除只读后会自动存上；请先不要关闭窗口。',
    en: 'The data folder is read-only now; your text is still in this window. It is saved by itself once the folder can be written; leave the window open.',
  },
  'fault.draft.locked': {
    zh: '数据文件正被另一个程序占用，文字还在这个窗口里。占用结束后会自动存上；请先不要关闭窗口。',
    en: 'Another program holds the data file; your text is still in this window. It is saved by itself once the file is free; leave the window open.',
  },
  'fault.draft.forbidden': {
    zh: '没有权限写入数据文件夹，文字还在这个窗口里。恢复权限后会自动存上；请先不要关闭窗口。',
    en: 'The data folder may not be written; your text is still in this window. It is saved by itself once that is allowed; leave the window open.',
  },
  'fault.draft.failing': {
    zh: '磁盘读写出错，文字还在这个窗口里。请检查磁盘是否接好、是否已满；恢复后会自动存上，请先不要关闭窗口。',
    en: 'The disk reports errors; your text is still in this window. Check that the disk is connected and not full; the text is saved by itself then, so leave the window open.',
  },
  'failure.unknown-method': { zh: '没有 {method} 这个方法。', en: 'There is no method {method}.' },
  'start.failed': {
    zh: '补墨没能打开：{why}。请重新打开；若仍不行，请重启电脑或重新安装。您的文稿都还在。',
    en: 'Bumo could not be opened: {why}. Open it again; if that fails, restart the computer or install Bumo anew. Your documents are safe.',
  },
} as const;
