const local = { zh: '现在由本机作答。', en: 'This computer answers for now.' };

export const gateway = {
  'gateway.unreachable': {
    zh: `连不上网关 {host}。${local.zh}网关恢复后会自动接上。`,
    en: `The gateway {host} cannot be reached. ${local.en} It is used again when it is back.`,
  },
  'gateway.slow': {
    zh: `网关 {host} 答得不够快。${local.zh}网关变快后会自动接上。`,
    en: `The gateway {host} does not answer fast enough. ${local.en} It is used again when it is faster.`,
  },
  'gateway.certificate': {
    zh: `网关 {host} 的证书不对，没有向它发送任何内容。${local.zh}请向管理员要正确的 CA 证书文件。`,
    en: `The certificate of the gateway {host} is wrong, so nothing was sent to it. ${local.en} Ask the administrator for the right CA file.`,
  },
  'gateway.token': {
    zh: `网关 {host} 不接受这个令牌。${local.zh}请向管理员要新的令牌。`,
    en: `The gateway {host} does not accept the access key. ${local.en} Ask the administrator for a new one.`,
  },
  'gateway.version': {
    zh: `网关 {host} 没有指定的版本。${local.zh}请在设置里改版本，或留空由网关选择。`,
    en: `The gateway {host} does not serve the version that was set. ${local.en} Change the version in the settings, or leave it to the gateway.`,
  },
  'gateway.refused': {
    zh: `网关 {host} 没有作答。${local.zh}如果一直这样，请告诉管理员。`,
    en: `The gateway {host} refuses to answer. ${local.en} If it stays like this, tell the administrator.`,
  },
  'gateway.garbled': {
    zh: `网关 {host} 的回答不完整或不合规，没有显示。${local.zh}请告诉管理员。`,
    en: `What the gateway {host} answered is incomplete or malformed and was not shown. ${local.en} Tell the administrator.`,
  },
  'gateway.vocabulary': {
    zh: `网关 {host} 的模型与本机模型的词表不同，不能用。${local.zh}请换用同一个模型，或告诉管理员。`,
    en: `The model of the gateway {host} has another vocabulary than this computer's and cannot be used. ${local.en} Use the same model, or tell the administrator.`,
  },
  'gateway.other-model': {
    zh: `网关 {host} 的模型与本机的不是同一个，不能用。${local.zh}请换用同一个模型，或告诉管理员。`,
    en: `The gateway {host} serves another model than this computer's, which cannot be used. ${local.en} Use the same model, or tell the administrator.`,
  },
  'gateway.word': { zh: '网关', en: 'gateway' },
  'gateway.row': { zh: '用单位的网关作答', en: 'Let a gateway answer' },
  'gateway.row-help': {
    zh: '打开后，光标附近的文字会变成编号发给下面这一个地址。编号可以还原成原文，只对您信得过的网关打开。网关慢或断开时由本机作答，不用等。',
    en: 'When on, the words around the caret go to the one address below as numbers. The numbers can be read back as text: only use a gateway that you trust. Where it is slow or gone this computer answers without a wait.',
  },
  'gateway.row-address': { zh: '网关地址', en: 'Address of the gateway' },
  'gateway.row-address-help': {
    zh: '地址、令牌和 CA 证书由管理员提供。令牌存好后不再显示。',
    en: 'The administrator provides the address, the access key and the CA file. The key is not shown again.',
  },
  'gateway.row-preset': {
    zh: '由管理员设置，您可以随时关掉。',
    en: 'Set up by an administrator. You can switch it off at any time.',
  },
  'gateway.row-lacks-address': {
    zh: '请先填网关地址，再打开。还没有发送任何内容。',
    en: 'Fill in the address of the gateway first, then switch it on. Nothing was sent.',
  },
  'gateway.row-token': { zh: '令牌', en: 'Access key' },
  'gateway.row-token-kept': { zh: '已存好，输入新的可替换', en: 'Stored; type to replace it' },
  'gateway.row-token-remove': { zh: '删除令牌', en: 'Remove the access key' },
  'gateway.row-version': { zh: '版本', en: 'Version' },
  'gateway.row-version-any': { zh: '留空，由网关选择', en: 'Empty: the gateway chooses' },
  'gateway.row-save': { zh: '保存网关', en: 'Save the gateway' },
  'gateway.row-remove': { zh: '删除', en: 'Remove' },
  'gateway.row-ca': { zh: 'CA 证书', en: 'CA file' },
  'gateway.row-ca-none': { zh: '没有选', en: 'None' },
  'gateway.row-ca-kept': { zh: '已存好，只信任它', en: 'Stored; alone trusted' },
  'gateway.row-ca-choose': { zh: '选择 CA 证书…', en: 'Choose a CA file…' },
  'gateway.row-ca-change': { zh: '换 CA 证书…', en: 'Change it…' },
  'gateway.row-ca-remove': { zh: '删除 CA 证书', en: 'Remove the CA file' },
  'gateway.row-connecting': { zh: '正在连接网关…', en: 'Connecting to the gateway…' },
  'gateway.row-ready': {
    zh: '已接上网关，由版本“{version}”作答。',
    en: 'The gateway is connected; version “{version}” answers.',
  },
  'gateway.row-reports': {
    zh: '把采纳与否的次数告诉管理员',
    en: 'Tell the administrator how often answers fit',
  },
  'gateway.row-reports-help': {
    zh: '打开后，每 5 分钟向 {host} 报三个数：网关的每个版本有几次被采纳、几次被否定、几次不能用。不报文字、姓名和文档。',
    en: 'When on, {host} is told three numbers every 5 minutes: how often each version of the gateway was taken, refused or unusable. No text, no name and no document.',
  },
  'gateway.reports-sent': { zh: '收下了次数', en: 'Took the counts' },
  'gateway.reports-failed': {
    zh: '上一次没有报到 {host}：{why}。次数留着，下次再报。',
    en: 'The last counts did not reach {host}: {why}. They are kept and sent again.',
  },
  'gateway.answers': { zh: '由版本 {version} 作答', en: 'Version {version} answers' },
  'gateway.preset': {
    zh: '网关由管理员设置，这里只能打开或关闭。要改地址、证书或令牌，请找管理员。',
    en: 'An administrator set the gateway up: here it can only be switched on and off. Ask the administrator to change it.',
  },
  'gateway.preset-unreadable': {
    zh: `管理员的网关文件 {file} 读不懂，没有使用。${local.zh}请把这个提示转给管理员。`,
    en: `The administrator's gateway file {file} cannot be read and is not used. ${local.en} Show this to the administrator.`,
  },
  'gateway.address': {
    zh: '网关地址要以 https:// 开头（本机地址可用 http://），不带用户名、参数和 # 号。请改正。',
    en: 'The address of a gateway begins with https:// (http:// for this computer alone), without a user name, a query or a #. Please correct it.',
  },
} as const;
