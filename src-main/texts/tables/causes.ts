/** Why something failed, as parts of sentences, and what fills them. */
export const causes = {
  'cause.no-server': {
    zh: '连不上下载服务器（可能没有网络，或被单位防火墙拦住）',
    en: 'the download server cannot be reached (there may be no network, or a firewall is in the way)',
  },
  'cause.broken': {
    zh: '连接中途断了（可能网络不稳，或被单位防火墙拦住）',
    en: 'the connection broke (the network may be unsteady, or a firewall is in the way)',
  },
  'cause.slow': {
    zh: '等了很久，对方没有回应（可能网络太慢，或被单位防火墙拦住）',
    en: 'it took too long to answer (the network may be slow, or a firewall is in the way)',
  },
  'cause.untrusted': {
    zh: '确认不了对方是不是真的下载服务器（可能单位防火墙在检查网络，或这台电脑的日期不对）',
    en: 'it cannot be told whether this is the real server (a firewall may read along, or the date of this computer is wrong)',
  },
  'cause.disk-full': { zh: '磁盘已满', en: 'the disk is full' },
  'cause.forbidden': { zh: '没有权限', en: 'permission was denied' },
  'cause.absent': { zh: '文件不在那里', en: 'the file is not there' },
  'cause.held': { zh: '正被另一个程序占用', en: 'another program holds it' },
  'cause.unreadable': { zh: '磁盘或 U 盘读写出错', en: 'the disk or memory stick failed to read or write' },
  'cause.read-only': { zh: '磁盘只能读', en: 'the disk is read-only' },
  'cause.is-folder': { zh: '这是一个文件夹，不是文件', en: 'this is a folder, not a file' },
  'cause.many-files': { zh: '打开的文件太多', en: 'too many files are open' },
  'cause.memory': { zh: '内存不够', en: 'there is not enough memory' },
  'cause.unknown': { zh: '原因不明', en: 'for a reason that is not known' },
  'cause.killed': { zh: '被系统结束了（可能内存不够）', en: 'the system ended it (memory may have run out)' },
  'cause.exited': { zh: '意外退出', en: 'it stopped unexpectedly' },
  'cause.exit-code': { zh: '退出码 {code}', en: 'exit code {code}' },
  'cause.exit-unknown': { zh: '退出码未知', en: 'exit code unknown' },
  'cause.status-forbidden': {
    zh: '服务器不让下载（可能要先登录网络，或被单位防火墙拦住）',
    en: 'the server forbids it (the network may ask you to log in, or a firewall is in the way)',
  },
  'cause.status-absent': { zh: '服务器上没有这个文件', en: 'the server does not have this file' },
  'cause.status-proxy': {
    zh: '单位的代理服务器要求先登录',
    en: 'the proxy of your network asks you to log in',
  },
  'cause.status-busy': {
    zh: '同时下载的人太多，服务器要求过一会儿再来',
    en: 'the server is busy and asks to come back later',
  },
  'cause.status-fault': { zh: '服务器出了故障，过一会儿再试', en: 'the server has a fault; try again later' },
  'cause.status-other': { zh: '服务器没有给出文件', en: 'the server did not give the file' },
  'text.in-turn': { zh: '{first}{second}', en: '{first} {second}' },
  'text.clauses': { zh: '{first}，{second}', en: '{first}, {second}' },
} as const;
