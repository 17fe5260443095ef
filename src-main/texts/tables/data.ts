export const data = {
  'data.removed': {
    zh: '以上内容已从本机删除，备份里也删掉了。',
    en: 'The above was removed from this computer, and from the backups.',
  },
  'data.would-go': {
    zh: '加上 --yes 才会删除以上内容。',
    en: 'The above is removed with --yes.',
  },
} as const;
