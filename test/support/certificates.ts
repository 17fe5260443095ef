import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Certificates of the test's own, made by OpenSSL at run time. */

/** Why there are none; null where there are. */
export const withoutOpenssl: string | null = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'openssl is not installed';
  }
})();

export interface Certified {
  /** PEM. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** An authority of its own and a server's certificate from it. @param names as OpenSSL writes alternative names */
export function certified(names = 'DNS:localhost,IP:127.0.0.1', days = 2): Certified {
  const dir = mkdtempSync(join(tmpdir(), 'bumo-certificates-'));
  const file = (name: string) => join(dir, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
  );
  openssl('req', ...newKey, '-keyout', file('key.pem'), '-out', file('request.pem'), '-subj', '/CN=gateway');
  writeFileSync(file('names'), `subjectAltName=${names}\n`);
  const signed = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', String(days)];
  openssl(
    'x509',
    '-req',
    '-in',
    file('request.pem'),
    ...signed,
    '-extfile',
    file('names'),
    '-out',
    file('cert.pem'),
  );
  const read = (name: string) => readFileSync(file(name), 'utf8');
  const made = { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  rmSync(dir, { recursive: true });
  return made;
}
