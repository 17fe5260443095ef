import type { Detector } from './hit.ts';

const localPart = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$/;
const domain = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/;
const fileName =
  /\.(?:png|jpe?g|gif|svg|webp|ico|js|mjs|ts|css|html?|json|vue|md|txt|zip|dart|pdf|docx?|xlsx?)$/i;

/** E-mail addresses, found from each @ outwards. `pkg@1.2.3`, `icon@2x.png` and `git@host:path` do not match. */
export const findEmails: Detector = function* ({ folded }) {
  for (let at = folded.indexOf('@'); at >= 0; at = folded.indexOf('@', at + 1)) {
    const left = localPart.exec(folded.slice(Math.max(0, at - 64), at))?.[0].replace(/^[^A-Za-z0-9_]+/, '');
    const right = domain.exec(folded.slice(at + 1, at + 1 + 256))?.[0];
    if (!left || !right || left.endsWith('.') || fileName.test(right)) continue;
    const end = at + 1 + right.length;
    if (left === 'git' && /^[:/]/.test(folded.slice(end, end + 1))) continue;
    const keyed = /(?:^|[?&])(?:email|mail|mailto|to)[=]/i.exec(left)?.[0].length ?? 0;
    yield { kind: 'email', start: at - left.length + keyed, end };
  }
};
