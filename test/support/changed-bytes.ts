import fc from 'fast-check';

/** Changes of bytes: each replaces, inserts or removes one. */
export const byteEdits = fc.array(
  fc.record({
    kind: fc.constantFrom('replace', 'insert', 'remove'),
    at: fc.nat(),
    byte: fc.oneof(
      fc.nat(255),
      fc.constantFrom(...'\n\r =-_Aa09').map((one) => one.charCodeAt(0)),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);

export type ByteEdits = typeof byteEdits extends fc.Arbitrary<infer E> ? E : never;

export function changedBytes(bytes: Uint8Array, by: ByteEdits): Buffer {
  const values = [...bytes];
  for (const { kind, at, byte } of by) {
    const place = at % (values.length + 1);
    if (kind === 'insert') values.splice(place, 0, byte);
    else if (kind === 'remove') values.splice(place, 1);
    else if (place < values.length) values[place] = byte;
  }
  return Buffer.from(values);
}
