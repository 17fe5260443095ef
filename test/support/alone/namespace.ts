import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A network of its own for a program (Linux network and mount namespaces): loopback; one way out, whose packets are
 * counted and go nowhere; and a name server on 127.0.0.1, which the program itself runs.
 */

/** The interface that every packet to another machine leaves through. */
export const wayOut = 'bumo-out';

/** `$1` and `$2`: files for /etc/resolv.conf and /etc/nsswitch.conf; the rest is the command. */
const setUp = `set -e
ip link set lo up
ip link add ${wayOut} type veth peer name bumo-far
for end in ${wayOut} bumo-far; do
  ip link set dev $end addrgenmode none
  ip link set dev $end arp off up
done
ip address add 192.0.2.1/32 dev ${wayOut}
ip route add default dev ${wayOut}
mount --bind "$1" /etc/resolv.conf
mount --bind "$2" /etc/nsswitch.conf
shift 2
exec "$@"`;

interface Ended {
  readonly status: number | null;
  /** Standard output. */
  readonly out: string;
  /** The last line of the error output, or why the command did not start. */
  readonly fault: string;
}

function run(command: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', ({ message }) => resolve({ status: null, out, fault: message }));
    child.on('close', (status) => resolve({ status, out, fault: errors.trim() }));
  });
}

/** Runs a command in a network of its own. */
export async function runAlone(command: readonly string[]): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'bumo-alone-'));
  const names = join(folder, 'resolv.conf');
  const order = join(folder, 'nsswitch.conf');
  writeFileSync(names, 'nameserver 127.0.0.1\noptions timeout:1 attempts:1\n');
  // Another resolver of the machine would be asked over a Unix socket, which leads out of the namespace.
  writeFileSync(order, 'passwd: files\ngroup: files\nhosts: files dns\n');
  try {
    // What the command leaves running ends with it.
    const space = ['--map-root-user', '--net', '--mount', '--pid', '--fork', '--kill-child'];
    return await run('unshare', [...space, 'sh', '-c', setUp, 'sh', names, order, ...command]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why this machine makes no such network; null where it does. */
export async function whyNotAlone(): Promise<string | null> {
  if (process.platform !== 'linux') return 'only Linux has network namespaces';
  const { status, fault } = await runAlone(['true']);
  return status === 0 ? null : `no network namespace: ${fault.split('\n').at(-1)}`;
}
