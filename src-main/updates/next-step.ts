import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import type { CheckedPackage } from './check-package.ts';

/** As one word of a POSIX shell. */
const quoted = (path: string) =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

/** Whether the system itself opens such a package: an installer or a disk image. */
export const opensItself = ({ kind }: Pick<CheckedPackage, 'kind'>): boolean =>
  kind === 'exe' || kind === 'dmg';

/** What the writer does to install a package that was checked. */
export function nextStep({ kind, file }: Pick<CheckedPackage, 'kind' | 'file'>): Message {
  switch (kind) {
    case 'exe':
      return message('update.next-exe', { file });
    case 'dmg':
      return message('update.next-dmg', { file });
    case 'deb':
      return message('update.next-command', { command: `sudo apt install ${quoted(file)}` });
    case 'AppImage':
      return message('update.next-app-image', { command: `chmod +x ${quoted(file)}`, file });
    case 'zip':
    case 'tar.gz':
      return message('update.next-archive', { file });
  }
}
