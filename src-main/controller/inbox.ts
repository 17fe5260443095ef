import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFileNow } from '../base/durable.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';
import { Command } from './events.ts';

/** Commands for a controller that runs in another process: one file each, gone when it is in the ledger. */

const folderOf = (dir: string) => join(dir, 'inbox');

type Wish<T> = T extends unknown ? Omit<T, 'id'> : never;

/** What a person asks for, without the id. */
export type CommandWish = Wish<Command>;

export const commandOf = (wish: CommandWish): Command => ({ id: randomUUID(), ...wish });

/** @returns whether the command still waits */
export function post(dir: string, command: Command, at: number): () => boolean {
  const folder = folderOf(dir);
  mkdirSync(folder, { recursive: true, mode: ownerOnlyFolder });
  // Names sort in the order of their posting.
  const name = `${String(at).padStart(16, '0')}-${command.id}.json`;
  replaceFileNow(join(folder, name), JSON.stringify(command));
  return () => namesIn(dir).includes(name);
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(folderOf(dir)).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

export interface Waiting {
  readonly command: Command;
  /** Removes it: it is in the ledger, or was refused. */
  readonly done: () => void;
}

/** Commands that wait, oldest first. One that cannot be read is removed. */
export function waitingCommands(dir: string): Waiting[] {
  return namesIn(dir)
    .toSorted()
    .flatMap((name) => {
      const file = join(folderOf(dir), name);
      const command = readCommand(file);
      const done = () => rmSync(file, { force: true });
      if (!command) done();
      return command ? [{ command, done }] : [];
    });
}

function readCommand(file: string): Command | null {
  try {
    return Command.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
