/** Chinese names of Word's built-in styles, which files name in English. */
const chinese: Readonly<Record<string, string>> = {
  normal: '正文',
  title: '标题',
  subtitle: '副标题',
  'body text': '正文文本',
  'body text indent': '正文文本缩进',
  'body text first indent': '正文首行缩进',
  'body text 2': '正文文本 2',
  'body text 3': '正文文本 3',
  'normal indent': '正文缩进',
  'normal (web)': '普通（网站）',
  'plain text': '纯文本',
  'list paragraph': '列表段落',
  'no spacing': '无间隔',
  header: '页眉',
  footer: '页脚',
  date: '日期',
  salutation: '称呼',
  closing: '结束语',
  signature: '签名',
  quote: '引用',
  'intense quote': '明显引用',
  caption: '题注',
  'footnote text': '脚注文本',
  'endnote text': '尾注文本',
  'annotation text': '批注文字',
  'balloon text': '批注框文本',
  'document map': '文档结构图',
  'table of figures': '图表目录',
  'toc heading': '目录标题',
};

/** The name of a style in the interface's language. */
export function styleName(name: string, language: 'zh' | 'en'): string {
  if (language === 'en')
    return /^[a-z]/.test(name) ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
  const key = name.toLowerCase();
  const numbered = /^(heading|toc|list|list bullet|list number)\s+(\d)$/.exec(key);
  const words: Record<string, string> = {
    heading: '标题',
    toc: '目录',
    list: '列表',
    'list bullet': '项目符号',
    'list number': '列表编号',
  };
  if (numbered) return `${words[numbered[1] ?? '']} ${numbered[2]}`;
  return (Object.hasOwn(chinese, key) && chinese[key]) || name;
}
