/** The controller beside a serving engine. */
export const controller = {
  'controller.ledger-damaged': {
    zh: '记录文件 {file} 中间有损坏，没有继续：缺了的部分可能停用过某个版本。请移走这个文件再启动，并先确认引擎上的流量分配。',
    en: 'The ledger {file} is damaged in its middle, so nothing was done: the missing part may have stopped a version. Move the file away and start again, after a look at the traffic split of the engine.',
  },
  'controller.unreachable': {
    zh: '连不上引擎 {address}：{why}。在它恢复之前份额不变。',
    en: 'The engine at {address} cannot be reached: {why}. Shares stay as they are until it is back.',
  },
  'controller.refused': {
    zh: '引擎 {address} 拒绝了请求：{why}。请检查地址和访问口令。',
    en: 'The engine at {address} refused the request: {why}. Check the address and the access key.',
  },
  'controller.garbled': {
    zh: '{address} 的回答不是这种引擎的回答。请检查地址和引擎的种类。',
    en: '{address} does not answer as this kind of engine does. Check the address and the kind of engine.',
  },
  'controller.ray-foreign-app': {
    zh: 'Ray 上的应用 {name} 不是用配置文件启动的，改动流量分配会使它停止。请用配置文件启动它。',
    en: 'The application {name} on Ray was not started from a configuration file, and a change of the traffic split would end it. Start it from a configuration file.',
  },
  'controller.ray-no-router': {
    zh: '{address} 上的 Ray 没有带 shares 设置的 Router。请先按导出文件夹里的说明启动。',
    en: 'Ray at {address} runs no Router with shares. Start it first, as the exported folder says.',
  },
  'controller.not-served': {
    zh: '引擎现在没有版本 {version}，流量不能转给它。',
    en: 'The engine does not serve the version {version} now, so no requests can go to it.',
  },
  'controller.not-ready': {
    zh: '引擎还没有装好版本 {version}，等它就绪。',
    en: 'The engine has not loaded the version {version} yet; waiting for it.',
  },
  'controller.back': { zh: '引擎恢复了。', en: 'The engine is back.' },
  'controller.failed': {
    zh: '这一步没有完成，稍后再试。',
    en: 'This step was not completed and is tried again soon.',
  },
  'controller.unwritten': {
    zh: '记录写不进磁盘。停用仍会执行，但不会再扩大份额；请腾出空间。',
    en: 'The ledger cannot be written. A version is still stopped, but no share grows; make room on the disk.',
  },
  'controller.set': { zh: '引擎的流量分配：{shares}', en: 'Traffic split of the engine: {shares}' },
  'controller.stage': {
    zh: '版本 {version} 开始回答 {share} 的请求。',
    en: 'The version {version} begins to answer {share} of the requests.',
  },
  'controller.ended.finished': {
    zh: '版本 {version} 已正式启用。',
    en: 'The version {version} is in service for good.',
  },
  'controller.ended.abandoned': { zh: '版本 {version} 已放弃。', en: 'The version {version} was abandoned.' },
  'controller.ended.rolled-back': {
    zh: '版本 {version} 已按要求撤下。',
    en: 'The version {version} was taken out of service as asked.',
  },
  'controller.ended.replaced': {
    zh: '版本 {version} 让位给更新的版本。',
    en: 'The version {version} gave way to a newer one.',
  },
  'controller.stopped': {
    zh: '版本 {version} 已自动停用：{why}。',
    en: 'The version {version} was stopped: {why}.',
  },
  'controller.back-to': {
    zh: '请求从版本 {from} 回到版本 {version}。',
    en: 'Requests go from the version {from} back to the version {version}.',
  },
  'controller.foreign': {
    zh: '有人改了引擎的流量分配，现在是 {found}（这里要的是 {wanted}）。这里不再改动；要恢复，请运行 gateway resume。',
    en: 'Somebody else set the traffic split of the engine; it is {found} now (wanted here: {wanted}). It is left so; to take it over, run gateway resume.',
  },
  'controller.foreign-gone': {
    zh: '引擎的流量分配又和这里要的一样了，继续进行。',
    en: 'The traffic split of the engine is as wanted here again; the roll-out goes on.',
  },
  'controller.not-set': {
    zh: '流量分配由别人设定，没有改动。应改为 {wanted}：请运行 gateway resume。',
    en: 'The traffic split is of somebody else and was left. It should be {wanted}: run gateway resume.',
  },
  'controller.main-failing': {
    zh: '正式版本 {version} 近来 {requests} 次请求中出错 {errors} 次，又没有可以换回的版本。请检查引擎。',
    en: 'Of the last {requests} requests to the version in service, {version}, {errors} failed, and there is no version to go back to. Look after the engine.',
  },
  'controller.recorded': {
    zh: '已写入 {file}（{n} 条）。在各台电脑上用 gateway import 读入。',
    en: 'Wrote {file} ({n} entries). Desktops read it with gateway import.',
  },
  'controller.imported': {
    zh: '已加入 {n} 条记录，见“版本”中的记录。',
    en: 'Added {n} entries; see the records under Versions.',
  },
  'controller.no-record-file': {
    zh: '{file} 不是 gateway record 写出的文件。',
    en: '{file} was not written by gateway record.',
  },
  'controller.none': {
    zh: '{dir} 里没有控制器的记录。请先运行 gateway watch。',
    en: 'There is no record of a controller in {dir}. Run gateway watch first.',
  },
  'controller.nothing-before': {
    zh: '没有可以换回的版本。要指定一个，请运行 gateway pin。',
    en: 'There is no version to go back to. To name one, run gateway pin.',
  },
  'controller.not-taken': {
    zh: '控制器在运行，但还没有执行这个命令。请看它的输出。',
    en: 'The controller runs, but has not carried the command out yet. See what it prints.',
  },
  'controller.not-running': {
    zh: '控制器没有运行，没有人会看新版本的情况。请先运行 gateway watch。',
    en: 'No controller runs, so nobody would see how the version does. Run gateway watch first.',
  },
  'controller.watching': {
    zh: '控制器已启动：引擎 {engine}，版本 {version} 正在回答。',
    en: 'The controller runs: engine {engine}, the version {version} answers.',
  },
  'controller.watched-already': {
    zh: '已有一个控制器在用 {dir}。',
    en: 'Another controller uses {dir} already.',
  },
  'controller.reports-at': {
    zh: '接收各台电脑的采纳统计：{address}',
    en: 'Counts from desktops are taken at {address}',
  },
  'controller.reports-open': {
    zh: '统计地址 {host} 不在本机，需要证书（--reports-cert 和 --reports-key）。',
    en: 'The address for counts, {host}, is not on this machine; it needs a certificate (--reports-cert and --reports-key).',
  },
  'controller.reports-alone': {
    zh: '过去一天只有一个网络地址报来采纳统计，一个地址的不算数，所以没有计入。如果各台电脑都经过同一个代理，请让它们直接连到这里。',
    en: 'In the last day a single network address sent counts; those of one address alone are no evidence and were not counted. If all desktops come through one proxy, let them connect here directly.',
  },
  'controller.missing': {
    zh: '缺少 {option}。',
    en: '{option} is missing.',
  },
  'controller.file-unreadable': {
    zh: '读不到文件 {file}：{why}。',
    en: 'The file {file} cannot be read: {why}.',
  },
} as const;
