import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Which packages could open a socket, by their own code. */

/** Node's modules and the web's interfaces for the network. */
const inCode =
  /(?:require\(\s*|from\s*|import\s*\(?\s*)["'`](?:node:)?(?:net|https?|http2|dgram|tls|dns|dns\/promises|undici|ws)["'`]|(?<![\w.$-])fetch\(|XMLHttpRequest|new WebSocket\b|new EventSource\b|sendBeacon\(|RTCPeerConnection/;
/** Functions of the systems' libraries that look up a name or open a connection. */
const inBinary = /getaddrinfo|WinHttpOpen|InternetOpen|NSURLSession|CFNetwork|curl_easy/;

const withoutComments = (code: string): string =>
  code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');

/** @param name of the file, whose ending tells how it is read */
export function canOpenSocket(name: string, bytes: Buffer): boolean {
  if (/\.[cm]?js$/.test(name)) return inCode.test(withoutComments(bytes.toString('utf8')));
  if (/\.(?:node|dll|dylib|wasm|so(?:\.[\d.]+)?)$/.test(name)) return inBinary.test(bytes.toString('latin1'));
  return false;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The folder of a package that a file in `from` would load; null where it is not installed. */
function folderOf(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return found;
    if (folder === dirname(folder)) return null;
  }
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Packages that an installation without development has, with what they depend on: name → folders. */
export function shippedPackages(root: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  function visit(name: string, from: string): void {
    const folder = folderOf(name, from);
    // A package for another platform is not installed.
    if (folder === null || found.get(name)?.includes(folder)) return;
    found.set(name, [...(found.get(name) ?? []), folder]);
    const { dependencies = {}, optionalDependencies = {} } = manifestOf(folder);
    for (const next of [...Object.keys(dependencies), ...Object.keys(optionalDependencies)])
      visit(next, folder);
  }
  for (const name of Object.keys(manifestOf(root).dependencies ?? {})) visit(name, root);
  return found;
}

function* filesOf(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* filesOf(path);
    else if (entry.isFile()) yield path;
  }
}

/** The shipped packages of which a file could open a socket, by name. */
export function packagesWithSockets(root: string): string[] {
  const names = [...shippedPackages(root)].filter(([, folders]) =>
    folders.some((folder) => {
      for (const file of filesOf(folder)) if (canOpenSocket(file, readFileSync(file))) return true;
      return false;
    }),
  );
  return names.map(([name]) => name).toSorted();
}
