import { sha256Of } from '../../base/sha256.ts';
import { uriOf } from '../package/namespaces.ts';
import type { Package } from '../package/opc.ts';
import { relationshipsPart, targetFrom, withContentType, withRelationship } from '../package/opc-parts.ts';
import type { TextPart } from './package-edits.ts';
import type { Picture } from './picture.ts';
import { wordType } from './word-part.ts';

const contentTypes = '[Content_Types].xml';

/** The parts of a package that changed or are new, with the relationships and content types that they need. */
export class ChangedParts {
  readonly #files: Package;
  /** The conformance class of the main part. */
  readonly #strict: boolean;
  readonly #texts = new Map<string, string>();
  readonly #media = new Map<string, Uint8Array>();
  /** Ids of the relationships that were added, by kind and target. */
  readonly #relations = new Map<string, string>();

  constructor(files: Package, strict: boolean) {
    this.#files = files;
    this.#strict = strict;
  }

  /** The present text of a part; null where the package has no such part. */
  read(part: string): string | null {
    return this.#texts.get(part) ?? (this.#files.has(part) ? this.#files.text(part) : null);
  }

  write(part: string, xml: string): void {
    this.#texts.set(part, xml);
  }

  /** Adds a relationship of the main part, each target once. @returns its id */
  relate(kind: string, target: string, external: boolean): string {
    const key = `${kind} ${target}`;
    const known = this.#relations.get(key);
    if (known) return known;
    const part = relationshipsPart(this.#files.mainPart);
    const type = `${uriOf('r', this.#strict)}/${kind}`;
    const { xml, id } = withRelationship(this.read(part), { type, target, external });
    this.write(part, xml);
    this.#relations.set(key, id);
    return id;
  }

  /** Adds the part of a picture, named by its hash. @returns the id of its relationship */
  addMedia({ bytes, extension, type }: Picture): string {
    const part = this.#beside(`media/bumo-${sha256Of(bytes).slice(0, 12)}.${extension}`);
    this.#media.set(part, bytes);
    return this.#declare('image', part, type);
  }

  /** @returns the id of the part's relationship */
  addWordPart(kind: string, part: string, xml: string): string {
    this.write(part, xml);
    return this.#declare(kind, part, wordType(kind));
  }

  /** A part of which a document has one: `settings`, `numbering`. It is added when it is first written. */
  single(kind: string): TextPart {
    const known = this.#files.related(this.#files.mainPart, kind);
    const part = known ?? this.#beside(`${kind}.xml`);
    return {
      read: () => this.read(part),
      write: (xml) => void (known === null ? this.addWordPart(kind, part, xml) : this.write(part, xml)),
    };
  }

  /** The first name in the folder of the main part that no part has. @param name for a number from 1 */
  freeName(name: (number: number) => string): string {
    let number = 1;
    while (this.read(this.#beside(name(number))) !== null) number++;
    return this.#beside(name(number));
  }

  changes(): ReadonlyMap<string, Uint8Array> {
    const texts = [...this.#texts].map(([part, text]) => [part, this.#files.encodeText(part, text)] as const);
    return new Map([...this.#media, ...texts]);
  }

  #beside(name: string): string {
    return [...this.#files.mainPart.split('/').slice(0, -1), name].join('/');
  }

  #declare(kind: string, part: string, type: string): string {
    this.write(contentTypes, withContentType(this.read(contentTypes) ?? '', part, type));
    return this.relate(kind, targetFrom(this.#files.mainPart, part), false);
  }
}
