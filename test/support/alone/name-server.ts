import { createSocket } from 'node:dgram';

export interface NameServer {
  /** The names that were asked for, in order. */
  readonly asked: readonly string[];
  close(): void;
}

const header = 12;

/** The name of a query's only question (RFC 1035, 4.1.2), and the offset behind it. */
function questionOf(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = header;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  // Behind the empty label follow type and class.
  return { name: labels.join('.'), end: at + 5 };
}

const addressType = 1;

/** Answers 203.0.113.7 (RFC 5737), so that whoever asked goes on and tries to reach it. */
function answerTo(query: Buffer, end: number): Buffer {
  const question = query.subarray(header, end);
  const hasAddress = query.readUInt16BE(end - 4) === addressType;
  const head = Buffer.from(query.subarray(0, header));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(hasAddress ? 1 : 0, 6);
  head.writeUInt32BE(0, 8);
  const record = Buffer.from([0xc0, header, 0, addressType, 0, 1, 0, 0, 0, 60, 0, 4, 203, 0, 113, 7]);
  return Buffer.concat([head, question, ...(hasAddress ? [record] : [])]);
}

/** The name server of a namespace. Answers every question, and remembers it. */
export async function recordNames(): Promise<NameServer> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, end } = questionOf(query);
    asked.push(name);
    socket.send(answerTo(query, end), port, address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(53, '127.0.0.1', resolve);
  });
  return { asked, close: () => socket.close() };
}
