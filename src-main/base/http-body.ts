/** Bodies that come over a network: read in full, up to a limit. Opens nothing itself. */

/** What is needed of Node's `IncomingMessage`. */
interface Incoming extends AsyncIterable<unknown> {
  readonly headers: { readonly 'content-length'?: string | undefined };
  readonly complete: boolean;
}

export interface BodyRules {
  /** Most bytes. */
  readonly most: number;
  /** Called with the bytes of each piece. */
  readonly heard?: (bytes: number) => void;
  /** What a body of more bytes, stated or sent, is refused with. */
  readonly tooLong: () => Error;
  /** What a body that ends before its stated length is refused with. */
  readonly cut: () => Error;
}

/** @throws what the rules give, and what the connection broke with */
export async function bodyOf(
  incoming: Incoming,
  { most, heard = () => undefined, tooLong, cut }: BodyRules,
): Promise<Buffer> {
  // A header that is no number is above nothing: then the bytes are counted.
  if (Number(incoming.headers['content-length'] ?? 0) > most) throw tooLong();
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of incoming as AsyncIterable<Uint8Array>) {
    length += piece.length;
    heard(piece.length);
    if (length > most) throw tooLong();
    pieces.push(piece);
  }
  if (!incoming.complete) throw cut();
  return Buffer.concat(pieces);
}
