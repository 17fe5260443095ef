import type { Kind } from '../../src-main/privacy/hit.ts';

/** Sentences of our own with personal data between « and », every template with every value of its kind. */

const weights18 = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11643's weighted sum, written out apart from the implementation's recurrence. */
export function residentId(first17: string): string {
  const sum = [...first17].reduce((total, digit, i) => total + Number(digit) * (weights18[i] ?? 0), 0);
  return first17 + '10X98765432'[sum % 11];
}

const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100's weighted sum. */
export function creditCode(first17: string): string {
  const sum = [...first17].reduce(
    (total, sign, i) => total + creditAlphabet.indexOf(sign) * (creditWeights[i] ?? 0),
    0,
  );
  return first17 + creditAlphabet[(31 - (sum % 31)) % 31];
}

/** Luhn by doubling every second digit from the right. */
export function luhn(body: string): string {
  const sum = [...body].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

interface Family {
  readonly kind: Kind;
  readonly values: readonly string[];
  /** `_` stands for the value. */
  readonly templates: readonly string[];
}

const families: readonly Family[] = [
  {
    kind: 'mobile',
    values: [
      '13812345678',
      '15901237766',
      '186 0011 2233',
      '139-1234-5678',
      '１７７８８９９００１１',
      '+86 13522334455',
    ],
    templates: [
      '请拨打_联系我。',
      '手机：_，随时可以打。',
      '收货人电话是_，请提前通知。',
      '我换号了，新号码_，麻烦存一下。',
      '微信同号：_',
    ],
  },
  {
    kind: 'landline',
    values: ['010-62345678', '0571-87654321', '(021) 58881234', '0755-26001234转801'],
    templates: ['办公室电话_。', '请致电_咨询办理流程。', '联系电话：_', '传真_，请注意查收。'],
  },
  {
    kind: 'email',
    values: [
      'zhang.san@example.com',
      'li_si88@mail.example.cn',
      'wang-wu+oa@corp.example.com.cn',
      '10086@qq.com',
    ],
    templates: [
      '请发到_。',
      '邮箱：_，主题写明部门。',
      '抄送_和办公室。',
      '我的邮件地址是_，请查收附件。',
      '报名表寄_即可。',
    ],
  },
  {
    kind: 'resident-id',
    values: [
      residentId('11010119900307123'),
      residentId('44030619851224567'),
      residentId('51010820000229118'),
      residentId('37020219780915002'),
    ],
    templates: ['身份证号：_。', '申请人证件号码为_，请核对。', '患者身份证_，已登记。', '他的号码是_'],
  },
  {
    kind: 'bank-card',
    values: [
      luhn('622202100011223'),
      luhn('62284800109876543'),
      luhn('621700123000456789'),
      luhn('521899001122334'),
    ],
    templates: [
      '卡号：_。',
      '请汇入银行卡_。',
      '收款账户_，开户行建设银行。',
      '工资卡_已经激活。',
      '退款退回卡号_。',
    ],
  },
  {
    kind: 'credit-code',
    values: [
      creditCode('91110108MA01ABCD2'),
      creditCode('91440300708461136'),
      creditCode('12330100470008917'),
      creditCode('52310000501234567'),
    ],
    templates: ['统一社会信用代码：_。', '甲方（代码_）负责供货。', '开票税号_。', '营业执照上的_请再核对。'],
  },
  {
    kind: 'plate',
    values: ['京A12345', '粤B·D12345', '沪AD88621', '浙A9K521'],
    templates: ['车牌号_。', '车辆_停在门口，请挪一下。', '一辆_的轿车违章了。', '来访车辆：_，请放行。'],
  },
  {
    kind: 'passport',
    values: ['E12345678', 'G87654321', 'EA1234567'],
    templates: ['护照号码：_。', '他持护照_出境。', '办理签证时请填写_。', '护照_将于明年到期。'],
  },
  {
    kind: 'birth-date',
    values: [
      '1985年3月2日',
      '1985-03-02',
      '2003/11/5',
      '1962.7.15',
      '19850302',
      '一九八五年三月二日',
      '1985年3月',
    ],
    templates: [
      '出生日期：_，汉族。',
      '患者于_出生，足月顺产。',
      '申请人生于_。',
      '他的生日是_。',
      '出生年月 _',
      '王某，男，_生，住本市。',
      'Date of birth: _',
    ],
  },
  {
    kind: 'address',
    values: [
      '北京市海淀区中关村大街27号',
      '浙江省杭州市西湖区文三路398号3幢2单元501室',
      '广东省深圳市南山区科技园南路15号',
      '上海市浦东新区张江路665号2楼',
    ],
    templates: ['地址：_', '请寄到_，谢谢。', '公司位于_。', '患者家住_。'],
  },
  {
    kind: 'name',
    values: ['张伟', '王芳', '李建国', '欧阳雪'],
    templates: [
      '姓名：_，性别女。',
      '患者_，三天前开始发热。',
      '请联系_先生办理。',
      '感谢_女士的支持。',
      '联系人：_，电话见附件。',
      '会议由_主任主持。',
      '原告：_，住址见卷宗。',
    ],
  },
  {
    kind: 'url-secret',
    values: [
      'https://example.com/login?token=8f3a2b1c9d',
      'https://user:secret@example.com/files',
      'https://api.example.com/v1/data?apikey=ABCDEF123456&page=2',
      'http://example.com/reset?password=abc123',
    ],
    templates: ['链接是 _ 请勿转发。', '请打开 _', '接口地址：_', '见 _ 。'],
  },
];

export interface Positive {
  readonly kind: Kind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export const positives: readonly Positive[] = families.flatMap(({ kind, values, templates }) =>
  templates.flatMap((template) =>
    values.map((value) => {
      const start = template.indexOf('_');
      return { kind, text: template.replace('_', value), start, end: start + value.length };
    }),
  ),
);

const wrongLast = (id: string) => id.slice(0, -1) + (id.endsWith('1') ? '2' : '1');

const lookAlikes: readonly { readonly values: readonly string[]; readonly templates: readonly string[] }[] = [
  {
    // Order and parcel numbers, also of the length of a mobile number.
    values: ['13812345678', '202411240001', '4200001234202411', 'SF1234567890123', '15901237766001'],
    templates: [
      '订单号_已经发货。',
      '订单编号：_。',
      '快递单号_，请注意查收。',
      '流水号：_',
      '运单号：_，已签收。',
    ],
  },
  {
    // Points in time and dates.
    values: ['2024-11-24 09:30:00', '20241124093000', '1732411800', '1732411800123', '2024年11月24日'],
    templates: ['会议时间_。', '时间戳：_', '更新于_。', '截止_之前有效。', '系统记录为_'],
  },
  {
    // Amounts.
    values: ['138123456.78元', '¥13812345678', '15000000000元', '62,220,210.00元', '3.1415926535'],
    templates: ['合同总价_。', '金额：_', '本期收入_，同比增长。', '报价_，含税。', '预算不超过_。'],
  },
  {
    // Quantities, versions, measures, standards.
    values: ['GB/T 19001-2016', 'V2.3.13812', '10.0.12.34', '第20240001号', '100000000个', '5000-8000'],
    templates: ['请参照_执行。', '编号_。', '规格：_', '共计_，已入库。'],
  },
  {
    // Numbers that break the checks of the real thing.
    values: [
      wrongLast(residentId('11010119900307123')),
      residentId('11010119901307123'),
      wrongLast(luhn('622202100011223')),
      wrongLast(creditCode('91110108MA01ABCD2')),
    ],
    templates: ['设备序列号_。', '物料编码：_', '批次_合格。', '序号_'],
  },
  {
    // Words that begin like names, plates or addresses.
    values: ['高级工程师', '项目经理', '各位同事', '全体员工', '相关负责人', '主治医师', '王牌产品', '周末'],
    templates: ['请_参加会议。', '本月_安排如下。', '需要_签字确认。', '由_负责。'],
  },
  {
    values: ['北京市', '海淀区的企业', '全国各地', '市中心', '一号楼', '三号线', '长江以南'],
    templates: ['这次活动覆盖_。', '我们在_开设了分店。', '_的天气很好。', '会议在_举行。'],
  },
  {
    values: [
      'https://example.com/news/2024',
      'https://example.com/list?page=2&size=20',
      'www.example.com',
      'git@example.com:team/app.git',
    ],
    templates: ['详见 _ 。', '官网：_', '请访问 _ 查看。'],
  },
  {
    values: ['400-800-1234', '95588', '110', '12345', '8888', '2024'],
    templates: ['客服热线_。', '请拨打_投诉。', '短信发送到_。', '分机号_'],
  },
  {
    values: ['iPhone15', 'A4纸', 'B2B业务', 'E2024', 'G20峰会', 'MA12', 'X光片'],
    templates: ['我们采购了_。', '关于_的说明。', '型号_。', '请准备_相关材料。'],
  },
];

export const negatives: readonly string[] = lookAlikes.flatMap(({ values, templates }) =>
  templates.flatMap((template) => values.map((value) => template.replace('_', value))),
);
