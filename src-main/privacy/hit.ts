/**
 * Kinds of personal data and their placeholders, most specific first: of two hits of equal length the earlier kind
 * wins.
 */
export const placeholders = {
  'url-secret': '⟦网址⟧',
  email: '⟦邮箱⟧',
  'resident-id': '⟦身份证号⟧',
  'credit-code': '⟦统一社会信用代码⟧',
  'bank-card': '⟦银行卡号⟧',
  mobile: '⟦手机号⟧',
  landline: '⟦座机号⟧',
  passport: '⟦护照号⟧',
  document: '⟦证件号⟧',
  plate: '⟦车牌号⟧',
  account: '⟦账号⟧',
  'personal-number': '⟦个人编号⟧',
  secret: '⟦密码⟧',
  ip: '⟦IP地址⟧',
  device: '⟦设备号⟧',
  'birth-date': '⟦出生日期⟧',
  income: '⟦收入⟧',
  address: '⟦地址⟧',
  name: '⟦姓名⟧',
} as const;

export type Kind = keyof typeof placeholders;
export const kinds = Object.keys(placeholders) as readonly Kind[];

/** UTF-16 offsets, end exclusive. */
export interface Hit {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

/** A text as written, and width-folded with equal offsets (see `fold.ts`). */
export interface Source {
  readonly raw: string;
  readonly folded: string;
}

/**
 * Finds all hits of its kinds. A hit must not contain `⟦`, `⟧` or `[MASK]`. The work must grow linearly with the
 * text, so all patterns are of bounded length.
 */
export type Detector = (source: Source) => Iterable<Hit>;
