/** A kind of computer, in Node's words: `process.platform` and `process.arch`. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
}

export const machineName = ({ platform, arch }: Machine): string => `${platform}-${arch}`;
