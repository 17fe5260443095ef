import { uriOf } from '../package/namespaces.ts';
import { parseXml } from '../package/xml.ts';
import { patchZip } from '../package/zip-patch.ts';
import { Markup } from './markup.ts';
import { type NewStyle, writeStyles } from './new-styles.ts';
import { type PropertyChanges, patchProperties } from './properties.ts';
import { declaration, wordPart, wordType } from './word-part.ts';

/** Writes a new .docx; the same input gives the same bytes. */

/** The pages that a footer is for; `default` means odd pages where there is a footer for even pages. */
export type FooterKind = 'default' | 'even' | 'first';

export interface NewPackage {
  /** The default style first. */
  readonly styles: readonly [NewStyle, ...NewStyle[]];
  /** Inner XML of `w:body` without the section's properties. */
  readonly body: string;
  /** Properties of the section, by local name. */
  readonly section: PropertyChanges;
  /** Content of footers. */
  readonly footers?: Readonly<Partial<Record<FooterKind, string>>>;
}

/** The markup of a new package: `w` and `r` are bound. */
export const newMarkup = (): Markup =>
  new Markup(parseXml(`<w:document xmlns:w="${uriOf('w')}" xmlns:r="${uriOf('r')}"/>`));

interface Part {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

interface Relation {
  readonly id: string;
  readonly kind: string;
  readonly target: string;
}

const relationships = (relations: readonly Relation[]): string => {
  const items = relations.map(
    ({ id, kind, target }) => `<Relationship Id="${id}" Type="${uriOf('r')}/${kind}" Target="${target}"/>`,
  );
  return `${declaration}<Relationships xmlns="${uriOf('rel')}">${items.join('')}</Relationships>`;
};

function contentTypes(parts: readonly Part[]): string {
  const overrides = parts.map(({ name, type }) => `<Override PartName="/${name}" ContentType="${type}"/>`);
  return (
    `${declaration}<Types xmlns="${uriOf('ct')}">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  );
}

/** Settings: layout as in Word 15, with the rules for Chinese text. */
function settings(markup: Markup, footers: NonNullable<NewPackage['footers']>): string {
  const compatible = markup.tag('compatSetting', {
    name: 'compatibilityMode',
    uri: 'http://schemas.microsoft.com/office/word',
    val: 15,
  });
  const rules = ['doNotExpandShiftReturn', 'adjustLineHeightInTable', 'useFELayout'].map((name) =>
    markup.tag(name),
  );
  return [
    footers.even === undefined ? '' : markup.tag('evenAndOddHeaders'),
    markup.tag('defaultTabStop', { val: 420 }),
    markup.tag('characterSpacingControl', { val: 'compressPunctuation' }),
    markup.tag('compat', {}, rules.join('') + compatible),
    markup.tag('themeFontLang', { val: 'en-US', eastAsia: 'zh-CN' }),
  ].join('');
}

/** The properties name no author and no time. */
const appProperties = `${declaration}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>补墨 Bumo</Application></Properties>`;

/** The end record of an archive without files. */
const emptyZip = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Array<number>(18).fill(0));

/** The bytes of a package. */
export function newDocx({ styles, body, section, footers = {} }: NewPackage): Uint8Array {
  const markup = newMarkup();
  const footerParts = Object.entries(footers).map(([kind, content], i) => ({
    kind,
    id: `rId${i + 3}`,
    file: `footer${i + 1}.xml`,
    text: wordPart('ftr', content),
  }));
  const references = footerParts.map(({ kind, id }) =>
    markup.tag('footerReference', { type: kind, 'r:id': id }),
  );
  const properties = new Map([...section, ['footerReference', references.join('')]]);
  const sectPr = patchProperties(markup, 'sectPr', undefined, properties);
  const parts: Part[] = [
    {
      name: 'word/document.xml',
      type: wordType('document.main'),
      text: wordPart('document', markup.tag('body', {}, body + sectPr)),
    },
    {
      name: 'word/styles.xml',
      type: wordType('styles'),
      text: wordPart('styles', writeStyles(markup, styles)),
    },
    {
      name: 'word/settings.xml',
      type: wordType('settings'),
      text: wordPart('settings', settings(markup, footers)),
    },
    ...footerParts.map(({ file, text }) => ({ name: `word/${file}`, type: wordType('footer'), text })),
    {
      name: 'docProps/app.xml',
      type: 'application/vnd.openxmlformats-officedocument.extended-properties+xml',
      text: appProperties,
    },
  ];
  const texts: [string, string][] = [
    ['[Content_Types].xml', contentTypes(parts)],
    [
      '_rels/.rels',
      relationships([
        { id: 'rId1', kind: 'officeDocument', target: 'word/document.xml' },
        { id: 'rId2', kind: 'extended-properties', target: 'docProps/app.xml' },
      ]),
    ],
    [
      'word/_rels/document.xml.rels',
      relationships([
        { id: 'rId1', kind: 'styles', target: 'styles.xml' },
        { id: 'rId2', kind: 'settings', target: 'settings.xml' },
        ...footerParts.map(({ id, file }) => ({ id, kind: 'footer', target: file })),
      ]),
    ],
    ...parts.map(({ name, text }): [string, string] => [name, text]),
  ];
  const encoder = new TextEncoder();
  return patchZip(emptyZip, new Map(texts.map(([name, text]) => [name, encoder.encode(text)])));
}
