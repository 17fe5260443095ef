export const updates = {
  'update.title': { zh: '更新', en: 'Update' },
  'update.help': {
    zh: '补墨从不自己更新，也不联网查询。拿到新的安装包后，把它和同一处发布的 {list}、{signature} 放进一个文件夹。补墨先核对签名，无误才交给系统安装。',
    en: 'Bumo never updates itself and asks nobody for updates. Put a new package into a folder with the files {list} and {signature} from the same place. Bumo checks the signature before the system installs anything.',
  },
  'update.choose': { zh: '从文件更新…', en: 'Update from a file…' },
  'update.path': { zh: '安装包的路径', en: 'Path of the package' },
  'update.checking': { zh: '正在核对…', en: 'Checking…' },
  'update.checked': {
    zh: '{name} 的签名无误，是版本 {version}。',
    en: '{name} has a valid signature. It is version {version}.',
  },
  'update.next-exe': {
    zh: '请关闭补墨，再运行安装程序：{file}',
    en: 'Close Bumo and run the installer: {file}',
  },
  'update.next-dmg': {
    zh: '请关闭补墨，打开 {file}，把 Bumo 拖进“应用程序”。',
    en: 'Close Bumo, open {file} and drag Bumo into Applications.',
  },
  'update.next-command': {
    zh: '请关闭补墨，在终端运行：{command}',
    en: 'Close Bumo and run in a terminal: {command}',
  },
  'update.next-app-image': {
    zh: '请关闭补墨，在终端运行 {command}，以后打开 {file}，不再用旧的文件。',
    en: 'Close Bumo, run {command} in a terminal, and from then on open {file} in place of the old file.',
  },
  'update.next-archive': {
    zh: '请关闭补墨，解压 {file}，用解压出来的文件替换旧的程序文件。有 Bumo-data 文件夹的，把它留下。',
    en: 'Close Bumo, unpack {file} and replace the old program files. Keep the folder Bumo-data if there is one.',
  },
  'update.no-key': {
    zh: '这份补墨不带核对更新用的公钥，不能核对安装包。请向给您安装包的人核对来源，再自行安装。',
    en: 'This build of Bumo has no key to check updates with, so it cannot check a package. Make sure where the package comes from before you install it yourself.',
  },
  'update.incomplete': {
    zh: '安装包旁边缺少 {files}。请从发布安装包的地方取得，放进同一个文件夹。',
    en: 'Missing beside the package: {files}. Get it where the package was published, and put it into the same folder.',
  },
  'update.wrong-signature': {
    zh: '{list} 的签名不对：它被改过、不完整，或者不是补墨的发布者签的。不要安装这个安装包。',
    en: 'The signature of {list} is wrong: the file was changed, is incomplete, or was not signed by Bumo’s publisher. Do not install this package.',
  },
  'update.not-listed': {
    zh: '{list} 里没有 {name}。请用安装包发布时的名字，并确认两者是同一版本的。',
    en: '{list} does not list {name}. The package must have the name it was published under, and be of the same release.',
  },
  'update.changed': {
    zh: '{name} 与 {list} 里记的不一样：它不完整或被改过。不要安装，请重新取得。',
    en: '{name} is not what {list} says: it is incomplete or was changed. Do not install it; get it anew.',
  },
  'update.other-system': {
    zh: '{name} 不是给这种电脑（{machine}）用的。请换成对应的安装包。',
    en: '{name} is not for this kind of computer ({machine}). Get the package that is.',
  },
  'update.not-newer': {
    zh: '安装包的版本是 {version}，并不比现在的 {current} 新，没有更新。确实要装，请在命令行加上 --older。',
    en: 'The package has version {version}, which is not newer than {current}, so nothing was updated. If you do want it, use --older on the command line.',
  },
  'update.unreadable': {
    zh: '读不了 {name}：{why}。',
    en: '{name} cannot be read: {why}.',
  },
  'update.no-dialog': {
    zh: '请在系统的对话框里选择安装包。',
    en: 'Choose the package in the system’s dialog.',
  },
  'update.no-path': { zh: '请填写安装包的路径。', en: 'Enter the path of the package.' },
  'update.no-file': {
    zh: '请写明安装包：bumo --update 文件',
    en: 'Name the package: bumo --update FILE',
  },
  'update.unsigned': {
    zh: '没有设置 {variable}：清单没有签名，安装包里也没有公钥，装好后不能用它核对更新。',
    en: '{variable} is not set: the list is not signed and the packages carry no key, so they cannot check updates.',
  },
  'update.signed': { zh: '已签名：{file}', en: 'Signed: {file}' },
  'update.bad-key': {
    zh: '{variable} 指向的文件不能用：{file}。需要 PEM 格式（PKCS#8）的 ed25519 私钥。',
    en: 'The file that {variable} names cannot be used: {file}. It must be an ed25519 private key in PEM (PKCS#8).',
  },
} as const;
