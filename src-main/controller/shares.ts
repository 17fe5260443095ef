import type { Control } from '../versions/policy/control.ts';
import { shareOf } from '../versions/policy/rollout.ts';
import type { VersionId } from '../versions/policy/version.ts';

/** The traffic split of an engine: share of the requests of each version, 0–1. A version that is missing has 0. */
export type Shares = Readonly<Record<VersionId, number>>;

/** Below half a percent: KServe knows whole percents only. */
const tolerance = 0.004;

export const sameShares = (a: Shares, b: Shares): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every(
    (version) => Math.abs((a[version] ?? 0) - (b[version] ?? 0)) <= tolerance,
  );

/** The split that the policy asks for. */
export function sharesOf({ snapshot: { main, rollout } }: Control): Shares {
  if (rollout?.phase.name !== 'stage') return { [main]: 1 };
  const share = shareOf(rollout);
  // Rounded: 1 − 0.05 is a long number in binary.
  return share >= 1
    ? { [rollout.version]: 1 }
    : { [main]: Math.round((1 - share) * 1e6) / 1e6, [rollout.version]: share };
}

/** For a sentence or a log: `base 95 %, 3f… 5 %`. */
export const sharesText = (shares: Shares): string =>
  Object.entries(shares)
    .filter(([, share]) => share > 0)
    .map(([version, share]) => `${version} ${Math.round(share * 1_000) / 10} %`)
    .join(', ');
