import { z } from 'zod';
import { method, nothing } from './method.ts';
import { Message } from './text.ts';

/** The files that a team shares. Times are milliseconds since the epoch, sizes are bytes. */

export const TeamKind = z.enum(['glossary', 'style', 'phrasebook', 'patch']);

export const SharedItem = z.object({
  kind: TeamKind,
  name: z.string(),
  bytes: z.int(),
  /** Rows or entries that were taken, and that were left out; 0 for a version. */
  taken: z.int(),
  leftOut: z.int(),
  /** What became of a version; null otherwise, or if nothing has yet. */
  note: Message.nullable(),
});

export const TeamState = z.object({
  /** Null if this desktop takes nothing of a team. */
  joined: z
    .object({
      /** Null before the first list. */
      team: z.string().nullable(),
      address: z.string(),
      /** SHA-256 of the administrator's public key, in groups of four digits. */
      fingerprint: z.string(),
      joinedAt: z.int(),
      /** Number of the list that was taken last; 0 before. */
      sequence: z.int(),
      publishedAt: z.int().nullable(),
      takenAt: z.int().nullable(),
      /** When the address was last asked. */
      checkedAt: z.int().nullable(),
      /** Why the last attempt took nothing, or that the list is old; null if all is well. */
      problem: Message.nullable(),
      items: z.array(SharedItem),
    })
    .nullable(),
  /** Whether the address is being asked, or a version is being examined. */
  busy: z.boolean(),
});
export type TeamState = z.infer<typeof TeamState>;

/** Longest key and list of certificates that are read. */
export const longestKey = 10_000;
export const longestCertificates = 200_000;

export const JoinTeam = z.object({
  /** A folder, or an address of HTTPS. */
  address: z.string().min(1).max(2_000),
  /** The administrator's public key, PEM. */
  key: z.string().min(1).max(longestKey),
  /** Certificates that alone are trusted for the address, PEM. */
  ca: z.string().min(1).max(longestCertificates).nullable(),
});
export type JoinTeam = z.infer<typeof JoinTeam>;

/** Methods of a team. */
export const teamMethods = {
  'team.state': method(nothing, TeamState),
  /** What the administrator reads out so that the writer can compare keys. */
  'team.fingerprint': method(
    z.object({ key: z.string().min(1).max(longestKey) }),
    z.object({ fingerprint: z.string() }),
  ),
  /** Settles when the first list was taken; otherwise nothing is joined. */
  'team.join': method(JoinTeam, TeamState),
  'team.sync': method(nothing, TeamState),
  /** Removes everything that was taken. */
  'team.leave': method(nothing, TeamState),
  /** The chosen samples as a file that the writer may give to the administrator. Sends nothing. */
  'team.contribution': method(
    z.object({ ids: z.array(z.string().max(100)).min(1).max(5_000) }),
    z.object({ fileName: z.string(), text: z.string(), samples: z.int() }),
  ),
} as const;
