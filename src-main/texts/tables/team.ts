/** What a team shares: problems, outcomes, commands. */
export const team = {
  'team.title': { zh: '组织共享', en: 'Shared files' },
  'team.rowHelp': {
    zh: '取用单位共享的术语、书面语、常用语和版本。没有加入时，什么也不联系。',
    en: 'Take the glossary, style pairs, phrases and versions that your organisation shares. Nothing is asked before you join.',
  },
  'team.rowJoined': { zh: '已加入“{team}”。', en: 'Joined “{team}”.' },
  'team.intro': {
    zh: '管理员把术语、书面语、常用语和学成的版本签名后放在一个文件夹或网址里，这台电脑只从那里读取，从不发送您写的内容。组织给的都有标记，组织撤下或您退出时就没有了；您自己的始终留着。',
    en: 'An administrator signs a glossary, style pairs, phrases and versions and puts them into a folder or at an address. This computer only reads from there and sends nothing that you write. What the organisation gave is marked, and goes when it is withdrawn or you leave; your own always stays.',
  },
  'team.address': { zh: '地址', en: 'Address' },
  'team.addressHelp': {
    zh: '文件夹的完整路径，或以 https:// 开头的网址，由管理员给出。',
    en: 'The full path of a folder, or an address that begins with https://, from your administrator.',
  },
  'team.key': { zh: '管理员的公钥', en: 'The administrator’s public key' },
  'team.chooseKey': { zh: '选择公钥…', en: 'Choose the key…' },
  'team.noneChosen': { zh: '没有选', en: 'None chosen' },
  'team.compare': {
    zh: '请当面或用电话与管理员核对这个指纹，一样才加入：',
    en: 'Compare this fingerprint with your administrator, in person or by telephone. Join only if it is the same:',
  },
  'team.ca': { zh: '单位的证书（可不选）', en: 'Certificates of your organisation (optional)' },
  'team.chooseCa': { zh: '选择证书…', en: 'Choose certificates…' },
  'team.caHelp': {
    zh: '只有网址用单位自己的证书时才需要。选了以后，只信任这些证书。',
    en: 'Needed only where the address has a certificate of the organisation’s own. Then only these are trusted.',
  },
  'team.join': { zh: '加入', en: 'Join' },
  'team.joining': { zh: '正在读取…', en: 'Reading…' },
  'team.working': { zh: '正在读取，或正在给版本考试…', en: 'Reading, or examining a version…' },
  'team.never': { zh: '还没有', en: 'Not yet' },
  'team.name': { zh: '组织', en: 'Organisation' },
  'team.fingerprint': { zh: '公钥指纹', en: 'Fingerprint of the key' },
  'team.list': { zh: '清单', en: 'List' },
  'team.listOf': { zh: '第 {sequence} 份，{at}发布', en: 'Number {sequence}, published {at}' },
  'team.takenAt': { zh: '上次取用', en: 'Last taken' },
  'team.checkedAt': { zh: '上次查看', en: 'Last asked' },
  'team.item': { zh: '名称', en: 'Name' },
  'team.kind': { zh: '种类', en: 'Kind' },
  'team.kind.glossary': { zh: '术语', en: 'Glossary' },
  'team.kind.style': { zh: '书面语', en: 'Style pairs' },
  'team.kind.phrasebook': { zh: '常用语', en: 'Phrases' },
  'team.kind.patch': { zh: '版本', en: 'Version' },
  'team.outcome': { zh: '结果', en: 'Outcome' },
  'team.rows': {
    zh: '取用 {taken} 条{leftOut, plural, =0 {} other {，略过 # 条}}',
    en: '{taken} taken{leftOut, plural, =0 {} other {, # left out}}',
  },
  'team.waits': { zh: '等待考试', en: 'Waiting for its exam' },
  'team.interval': { zh: '多久查看一次', en: 'How often to ask' },
  'team.every': {
    zh: '{minutes, plural, =0 {只在我点的时候} =60 {每小时} =240 {每 4 小时} =1440 {每天} other {每 # 分钟}}',
    en: '{minutes, plural, =0 {Only when I say so} =60 {Every hour} =240 {Every 4 hours} =1440 {Every day} other {Every # minutes}}',
  },
  'team.sync': { zh: '现在查看', en: 'Ask now' },
  'team.leave': { zh: '退出', en: 'Leave' },
  'team.leaveSure': { zh: '退出并去掉组织给的内容？', en: 'Leave, and remove what was taken?' },
  'team.tag': { zh: '组织', en: 'Shared' },
  'team.give': { zh: '交给管理员的样本', en: 'Samples for the administrator' },
  'team.giveHelp': {
    zh: '您可以挑选一些样本写成文件，自己交给管理员。补墨不发送它。',
    en: 'You can choose samples and hand them to your administrator as a file. Bumo does not send it.',
  },
  'team.giveChoose': { zh: '挑选样本…', en: 'Choose samples…' },
  'team.giveOnly': {
    zh: '文件里只有您勾选的句子，人名等已经换掉，没有您的名字、日期和文档。仍请逐条看过。',
    en: 'The file holds only the sentences that you tick, with names and the like replaced, and without your name, dates and documents. Still, read each of them.',
  },
  'team.giveNone': {
    zh: '还没有可以挑选的样本。用 ✓ 和 ✗ 评过、在“学习”里核对过的句子会列在这里。',
    en: 'There are no samples to choose from yet. Sentences that you judged with ✓ or ✗ and approved on the learning page appear here.',
  },
  'team.giveNothing': { zh: '写成文件', en: 'Write a file' },
  'team.giveWrite': { zh: '把 {n} 条写成文件', en: 'Write {n} to a file' },
  'team.unreachable': {
    zh: '读不到组织共享：{why}。已有的内容照常使用，稍后会再试。',
    en: 'The shared files cannot be read: {why}. What you have stays in use; Bumo tries again later.',
  },
  'team.incomplete': {
    zh: '共享的地方缺少 {files}。请核对地址，或等管理员发布完。',
    en: 'The shared place lacks {files}. Check the address, or wait until the administrator has published.',
  },
  'team.wrong-signature': {
    zh: '清单的签名不对：它被改过、不完整，或者不是这位管理员签的。没有取用其中任何内容，请联系管理员。',
    en: 'The signature of the list is wrong: the list was changed, is incomplete, or was signed by somebody else. Nothing was taken from it. Ask your administrator.',
  },
  'team.invalid': {
    zh: '清单读不懂，没有取用其中任何内容。请联系管理员。',
    en: 'The list cannot be understood. Nothing was taken from it. Ask your administrator.',
  },
  'team.newer': {
    zh: '清单是更新的补墨写的。请先更新补墨。',
    en: 'A newer Bumo wrote the list. Update Bumo first.',
  },
  'team.other': {
    zh: '清单是“{found}”的，不是“{team}”的，没有取用其中任何内容。',
    en: 'The list is that of “{found}”, not of “{team}”. Nothing was taken from it.',
  },
  'team.rolled-back': {
    zh: '那里的清单是第 {found} 份，而这台电脑已经有第 {known} 份：有人放回了旧的清单，或者两份用了同一个号。没有取用其中任何内容，请联系管理员。',
    en: 'The list there has number {found}, and this computer already has number {known}: somebody put an old list back, or two lists have the same number. Nothing was taken from it. Ask your administrator.',
  },
  'team.from-future': {
    zh: '清单的日期在将来。请核对这台电脑的时间，再联系管理员。',
    en: 'The date of the list lies in the future. Check the clock of this computer, then ask your administrator.',
  },
  'team.expired': {
    zh: '清单是 {days} 天前发布的，已经过期。已有的内容照常使用，不再取用新的。请管理员重新发布。',
    en: 'The list was published {days} days ago and has expired. What you have stays in use, nothing new is taken. Ask your administrator to publish again.',
  },
  'team.old': {
    zh: '清单是 {days} 天前发布的，之后没有更新过。请问问管理员是否仍在维护。',
    en: 'The list was published {days} days ago and has not changed since. Ask your administrator whether it is still looked after.',
  },
  'team.object-differs': {
    zh: '“{name}”与清单里记的不一样：不完整或被改过。没有取用这份清单的任何内容。',
    en: '“{name}” is not what the list says: it is incomplete or was changed. Nothing was taken from this list.',
  },
  'team.object-missing': {
    zh: '清单里有“{name}”，那里却没有它的文件。没有取用这份清单的任何内容，稍后会再试。',
    en: 'The list has “{name}”, but its file is not there. Nothing was taken from this list; Bumo tries again later.',
  },
  'team.too-long': {
    zh: '共享的文件太大，没有读取。请联系管理员。',
    en: 'A shared file is too long and was not read. Ask your administrator.',
  },
  'team.linked': {
    zh: '共享的文件是链接或文件夹，不是普通文件，没有读取。请联系管理员。',
    en: 'A shared file is a link or a folder and was not read. Ask your administrator.',
  },
  'team.nothing-usable': {
    zh: '“{name}”里没有能用的内容。没有取用这份清单的任何内容，请联系管理员。',
    en: 'Nothing in “{name}” can be used. Nothing was taken from this list. Ask your administrator.',
  },
  'team.redirected': {
    zh: '服务器要转到别的地址，补墨只读您给的地址',
    en: 'the server names another address, and Bumo reads only the one that you gave',
  },
  'team.bad-address': {
    zh: '地址要么是文件夹的完整路径，要么以 https:// 开头，不带密码和问号。',
    en: 'The address is the full path of a folder, or begins with https://, without a password or a question mark.',
  },
  'team.bad-key': {
    zh: '这不是管理员的公钥。请用管理员给的 .pub 文件。',
    en: 'This is not the public key of an administrator. Use the .pub file that the administrator gave you.',
  },
  'team.bad-certificate': {
    zh: '这不是证书文件（PEM）。请向管理员要证书机构的证书。',
    en: 'This is no file of certificates (PEM). Ask your administrator for the certificate of the authority.',
  },
  'team.already-joined': {
    zh: '这台电脑已经加入了组织共享。要换一个，请先退出。',
    en: 'This computer already takes shared files. To change to others, leave first.',
  },
  'team.not-joined': {
    zh: '这台电脑没有加入组织共享。',
    en: 'This computer takes no shared files.',
  },
  'team.stopped': { zh: '停下了', en: 'Stopped' },
  'team.failed': { zh: '没有取到组织共享。', en: 'The shared files were not taken.' },
  'team.contact-taken': { zh: '读取了组织共享', en: 'Read the shared files' },
  'team.patch-other-model': {
    zh: '给另一个模型的，这台电脑用不上',
    en: 'For another model; this computer has no use for it',
  },
  'team.patch-own': { zh: '就是在这台电脑上学成的', en: 'It was trained on this computer' },
  'team.patch-removed': { zh: '您删除了它，不再取用', en: 'You removed it, so it is not taken again' },
  'team.patch-worse': {
    zh: '在这台电脑上考得更差，没有启用：{reason}',
    en: 'It did worse in the exam on this computer and is not used: {reason}',
  },
  'team.patch-offered': {
    zh: '考试没有变差，开始逐步启用：{reason}',
    en: 'It did not do worse in the exam and goes into service by stages: {reason}',
  },
  'team.patch-waits': {
    zh: '考试没有变差，还没有启用。补墨开着时可以在“版本”里启用 {version}。',
    en: 'It did not do worse in the exam and is not in service yet. You can start {version} on the versions page.',
  },
  'team.patch-failed': {
    zh: '这次没有取用：{why}。稍后会再试',
    en: 'Not taken this time: {why}. Bumo tries again',
  },
  'team.file-unreadable': { zh: '读不了 {file}：{why}。', en: 'Cannot read {file}: {why}.' },
  'team.file-too-long': {
    zh: '{file} 太大：最多 {most} 字节。请分成几份。',
    en: '{file} is too long: at most {most} bytes. Divide it.',
  },
  'team.bad-name': {
    zh: '{file} 的名字不能用作共享的名字。请改用字母、数字、汉字和空格。',
    en: 'The name of {file} cannot be used. Use letters, digits, Chinese characters and spaces.',
  },
  'team.other-key': {
    zh: '那里的清单不是用这把密钥签的，没有改动。',
    en: 'The list there was not signed with this key. Nothing was changed.',
  },
  'team.needs-name': {
    zh: '第一次发布要用 --team 给出组织的名字。',
    en: 'The first list needs the name of the team: --team NAME.',
  },
  'team.not-in-list': { zh: '清单里没有“{name}”。', en: 'The list has no “{name}”.' },
  'team.list-refused': {
    zh: '这样的清单不行：名字重复、太多，或者内容相同。什么也没有写。',
    en: 'Such a list is not possible: names or contents occur twice, or there are too many. Nothing was written.',
  },
  'team.bad-private-key': {
    zh: '这不是组织的私钥。请用 team key 做出来的文件。',
    en: 'This is not the private key of a team. Use the file that team key made.',
  },
  'team.no-such-version': { zh: '没有版本 {id}。', en: 'There is no version {id}.' },
  'team.key-made': {
    zh: '密钥写好了。{file} 只留给管理员，丢了就要每台电脑重新加入；{open} 发给各台电脑。请当面或用电话核对下面的指纹。',
    en: 'The key is made. {file} stays with the administrator: if it is lost, every desktop must join again. {open} goes to the desktops. Compare the fingerprint below in person or by telephone.',
  },
  'team.published': {
    zh: '发布了“{team}”的第 {sequence} 份清单。',
    en: 'Published list {sequence} of “{team}”.',
  },
  'team.checked': {
    zh: '签名无误：“{team}”的第 {sequence} 份清单，内容齐全。',
    en: 'The signature is valid: list {sequence} of “{team}”, and all of its contents are there.',
  },
  'team.no-such-sample': {
    zh: '没有样本 {id}，或者它不能交出去：没有批准，或本来就是组织的。',
    en: 'There is no sample {id}, or it cannot be handed on: it is not approved, or it is the team’s already.',
  },
  'team.no-contribution': {
    zh: '这不是补墨写出来交给管理员的文件。',
    en: 'This is not a file of samples that Bumo wrote for an administrator.',
  },
  'team.choose-samples': {
    zh: '还没有选样本，什么也没有写。用 --samples 逐个列出，或用 --list 给出一份清单。',
    en: 'No sample was chosen, so nothing was written. Name them with --samples, or a list with --list.',
  },
  'team.contributed': {
    zh: '{samples} 条样本写进了 {file}。请看过再自己交给管理员；补墨不会发送它。',
    en: '{samples} samples were written to {file}. Read it, then hand it to the administrator yourself; Bumo does not send it.',
  },
  'team.reviewed': {
    zh: '{samples} 条样本写进了 {file}。用 samples import --kind correction 导入。',
    en: '{samples} samples were written to {file}. Import it with samples import --kind correction.',
  },
} as const;
