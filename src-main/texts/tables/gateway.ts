const local = { zh: '现在由本机作答。', en: 'This computer answers for now.' };

export const gateway = {
  'gateway.unreachable': {
    zh: `连不上网关 {host}。${local.zh}网关恢复后会自动接上。`,
    en: `The gateway {host} cannot be reached. ${local.en} It is used again when it is back.`,
  },
  'gateway.slow': {
    zh: `网关 {host} 答得比本机慢。${local.zh}网关变快后会自动接上。`,
    en: `The gateway {host} is slower than this computer. ${local.en} It is used again when it is faster.`,
  },
  'gateway.certificate': {
    zh: `网关 {host} 的证书不对，没有向它发送任何内容。${local.zh}请向管理员要正确的 CA 证书文件。`,
    en: `The certificate of the gateway {host} is wrong, so nothing was sent to it. ${local.en} Ask the administrator for the right CA file.`,
  },
  'gateway.token': {
    zh: `网关 {host} 不接受这个令牌。${local.zh}请向管理员要新的令牌。`,
    en: `The gateway {host} does not accept the token. ${local.en} Ask the administrator for a new one.`,
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
  'gateway.address': {
    zh: '网关地址要以 https:// 开头（本机地址可用 http://），不带用户名、参数和 # 号。请改正。',
    en: 'The address of a gateway begins with https:// (http:// for this computer alone), without a user name, a query or a #. Please correct it.',
  },
} as const;
