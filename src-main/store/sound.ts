import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ownerOnlyFile } from '../base/owner-only.ts';

/**
 * A note about the database file as the last process left it: whole. The check of a large file takes seconds, and one
 * that has not changed since need not be checked again. Bytes that decay on the disk change no date; the check of each
 * day's backup finds them.
 */

const Note = z.object({ bytes: z.number(), changed: z.number(), inode: z.number() });

const noteOf = (file: string): string => `${file}.sound`;

function nowOf(file: string): z.infer<typeof Note> {
  const { size, mtimeMs, ino } = statSync(file);
  return { bytes: size, changed: mtimeMs, inode: ino };
}

/** Notes that the database is whole. Nothing follows from a failure but a check at the next start. */
export function noteSound(file: string): void {
  try {
    writeFileSync(noteOf(file), JSON.stringify(nowOf(file)), { mode: ownerOnlyFile });
  } catch {
    forgetSound(file);
  }
}

export function forgetSound(file: string): void {
  try {
    rmSync(noteOf(file), { force: true });
  } catch {
    // A folder that may not be written to: the note is about a file that did not change either.
  }
}

/** Whether the file is the one that was noted, unchanged. */
export function isNotedSound(file: string): boolean {
  try {
    const note = Note.parse(JSON.parse(readFileSync(noteOf(file), 'utf8')));
    const { bytes, changed, inode } = nowOf(file);
    return note.bytes === bytes && note.changed === changed && note.inode === inode;
  } catch {
    return false;
  }
}
