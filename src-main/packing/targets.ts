/** The machines that packages are made for, each on a machine of its own kind. */

export interface Target {
  readonly platform: 'win32' | 'darwin' | 'linux';
  readonly arch: 'x64' | 'arm64';
  /** Package of @node-rs/jieba with the native module, which npm installs on such a machine alone. */
  readonly jieba: string;
}

/** macOS on Intel is missing: onnxruntime-node 1.30 has no library for it. */
export const targets: readonly Target[] = [
  { platform: 'win32', arch: 'x64', jieba: '@node-rs/jieba-win32-x64-msvc' },
  { platform: 'darwin', arch: 'arm64', jieba: '@node-rs/jieba-darwin-arm64' },
  { platform: 'linux', arch: 'x64', jieba: '@node-rs/jieba-linux-x64-gnu' },
  { platform: 'linux', arch: 'arm64', jieba: '@node-rs/jieba-linux-arm64-gnu' },
];

export const targetOf = (platform: string, arch: string): Target | null =>
  targets.find((one) => one.platform === platform && one.arch === arch) ?? null;
