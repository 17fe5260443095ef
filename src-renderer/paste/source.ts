/** The part of the DOM that is read from pasted HTML, as data only. */
export interface SourceNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly nodeValue: string | null;
  readonly childNodes: ArrayLike<SourceNode>;
}

export interface SourceElement extends SourceNode {
  getAttribute(name: string): string | null;
}

export const isElement = (node: SourceNode): node is SourceElement => node.nodeType === 1;

export const childrenOf = ({ childNodes }: SourceNode): SourceNode[] => Array.from(childNodes);

/** Tag name in lower case. */
export const nameOf = ({ nodeName }: SourceNode): string => nodeName.toLowerCase();

/** Elements of HTML and of Word's namespaces with invisible content. */
const unseen: ReadonlySet<string> = new Set(
  `head title style script template noscript meta link base iframe object embed applet audio video canvas svg math
  map area param source track datalist input select progress meter w:sdtpr xml o:officedocumentsettings`.split(
    /\s+/,
  ),
);

export const isUnseen = (tag: string): boolean => unseen.has(tag);

const blocks: ReadonlySet<string> = new Set(
  `address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2
  h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table ul caption tbody thead tfoot
  tr td th`.split(/\s+/),
);

export const isBlockTag = (tag: string): boolean => blocks.has(tag);
