import type { Detector } from './hit.ts';

/** Keys and tokens whose form alone tells what they are. Those of no special form need a label. */

const issued = [
  'gh[pousr]_\\w{20,255}',
  'github_pat_\\w{20,255}',
  'glpat-[\\w-]{16,64}',
  '(?:sk|pk|rk)[-_](?:[a-z]{2,8}[-_])?(?=[\\w-]{0,40}\\d)[\\w-]{16,200}',
  'A(?:KIA|SIA|GPA|IDA|ROA)[0-9A-Z]{12,20}',
  'AIza[\\w-]{30,45}',
  'AKID[0-9A-Za-z]{12,40}',
  'LTAI\\w{12,30}',
  'xox[abeoprs]-[\\w-]{10,200}',
  'hf_[A-Za-z0-9]{20,64}',
  'npm_[A-Za-z0-9]{30,64}',
  'ya29\\.[\\w-]{20,300}',
  'eyJ[\\w-]{8,2000}\\.[\\w-]{4,4000}(?:\\.[\\w-]{4,2000})?',
];
const key = new RegExp(`(?<![A-Za-z0-9_/-])(?:${issued.join('|')})(?![A-Za-z0-9_])`, 'g');
const bearer = /(?<=(?:Bearer|Basic) )(?=[\w+/.=~-]{0,60}\d)[\w+/.=~-]{12,2000}/gi;
/** The body of a PEM file, or its start where it is cut off. */
const pem =
  /(?<=-----BEGIN [A-Z ]{0,24}PRIVATE KEY-----\s{0,4})[A-Za-z0-9+/=\s:,-]{1,8000}?(?=\s{0,4}-----END|$)/g;
/** JSON Web Tokens and Bearer headers aside, most texts hold none of these. */
const hint =
  /gh[pousr]_|github_pat|glpat|[spr]k[-_]|A(?:KIA|SIA|GPA|IDA|ROA)|AIza|AKID|LTAI|xox|hf_|npm_|ya29|eyJ/;

export const findKeys: Detector = function* ({ folded }) {
  const patterns = [
    ...(hint.test(folded) ? [key] : []),
    ...(folded.includes('PRIVATE KEY-----') ? [pem] : []),
    bearer,
  ];
  for (const pattern of patterns)
    for (const { index, 0: found } of folded.matchAll(pattern))
      yield { kind: 'secret', start: index, end: index + found.trimEnd().length };
};
