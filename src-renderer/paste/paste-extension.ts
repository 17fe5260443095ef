import { type Editor, Extension } from '@tiptap/core';
import {
  DOMParser as ContentParser,
  DOMSerializer,
  type Fragment,
  type ParseOptions,
  type Slice,
} from '@tiptap/pm/model';
import { Plugin, PluginKey, Selection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import type { Formatting } from '../format/actions.ts';
import { asAddress, insertImage, isPicture } from '../format/insert-image.ts';
import { holdPictures, type PictureOfFile, sourceOfPictures } from './own-pictures.ts';
import { placePasted } from './place.ts';
import { plainSlice } from './plain-text.ts';
import { absentPictures, type Beside, cleanMark, ownMark, readPasted } from './read-html.ts';
import { isMarkdown, withinAbilities } from './within.ts';

/** Pastes and drops keep their look: HTML is read as data, pictures are taken from the clipboard. */

export interface PasteOptions {
  readonly formatting: () => Formatting;
  readonly pictureOfFile: PictureOfFile;
  /** Called when pictures were dropped. */
  readonly onLost: (count: number) => void;
  /** Runs an action whose failure is shown to the writer. */
  readonly attempt: (run: () => Promise<unknown>) => void;
}

/** Marks clipboard content of Bumo. Other programs know neither theme colours nor `light-dark()`. */
class OwnSerializer extends DOMSerializer {
  readonly #source: () => string;

  constructor({ nodes, marks }: DOMSerializer, source: () => string) {
    super(nodes, marks);
    this.#source = source;
  }

  override serializeFragment(
    fragment: Fragment,
    options?: { document?: Document },
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const dom = super.serializeFragment(fragment, options, target);
    if (!target) for (const child of dom.children) child.setAttribute(ownMark, this.#source());
    return dom;
  }
}

/**
 * Preserves white space of cleaned HTML. Content that an editor copied has a break at a paragraph's end only where
 * the text has one; ProseMirror would drop it, as it must for web pages.
 */
class CleanParser extends ContentParser {
  override parseSlice(dom: globalThis.Node, options: ParseOptions = {}) {
    const holds = (mark: string) => dom instanceof Element && dom.querySelector(`[${mark}]`) !== null;
    return super.parseSlice(dom, {
      ...options,
      ...(holds(cleanMark) ? { preserveWhitespace: 'full' } : {}),
      ...(holds(ownMark) || holds('data-pm-slice') ? { ruleFromNode: () => null } : {}),
    });
  }
}

const nothingBeside: Beside = { rtf: () => '', pictures: [] };

const filesOf = (data: DataTransfer): File[] => [...data.files].filter(isPicture);

/** Pastes and drops of one editor: reads what the clipboard has besides the HTML, and cleans the HTML. */
class Incoming {
  readonly #editor: Editor;
  readonly #options: PasteOptions;
  /** The clipboard's other data, for the HTML that is pasted next. */
  #beside = nothingBeside;

  constructor(editor: Editor, options: PasteOptions) {
    this.#editor = editor;
    this.#options = options;
  }

  /** Hash of the document's source; null for a document without one. */
  get source(): string | null {
    return this.#editor.state.doc.attrs.source as string | null;
  }

  /** @returns whether the paste is handled here, after pictures were read */
  paste(view: EditorView, event: ClipboardEvent): boolean {
    const { clipboardData: data } = event;
    this.#look(data);
    if (!data || !view.editable || !this.#startPaste(view, data)) return false;
    event.preventDefault();
    return true;
  }

  #startPaste(view: EditorView, data: DataTransfer): boolean {
    const files = filesOf(data);
    const [first] = files;
    const html = data.getData('text/html');
    const from = sourceOfPictures(html, this.source);
    if (from !== null) this.#pasteHolding(view, html, from);
    else if (first && html === '' && data.getData('text/plain') === '')
      this.#options.attempt(() => insertImage(this.#editor, first));
    else if (first && html !== '' && absentPictures(html) === files.length)
      this.#pasteWith(view, html, files);
    else return false;
    return true;
  }

  /** Pictures of another document's file are read before the dropped content is inserted. */
  drop(view: EditorView, event: DragEvent): boolean {
    const { dataTransfer: data } = event;
    this.#look(data);
    const html = data?.getData('text/html') ?? '';
    const from = sourceOfPictures(html, this.source);
    const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
    if (from === null || !view.editable || !place) return false;
    const { doc, tr } = view.state;
    view.dispatch(tr.setSelection(Selection.near(doc.resolve(place.pos))));
    view.focus();
    this.#pasteHolding(view, html, from);
    event.preventDefault();
    return true;
  }

  cleaned(html: string): string {
    const hasStyles = this.#options.formatting().sheet !== null;
    const beside = this.#beside;
    this.#beside = nothingBeside;
    return this.#countingLost((onLost) => readPasted(html, beside, hasStyles, onLost));
  }

  /** The slice without what the document's format cannot hold. */
  fitting(slice: Slice): Slice {
    return this.#countingLost((onLost) => withinAbilities(slice, this.#options.formatting().can, onLost));
  }

  insert(view: EditorView, slice: Slice): boolean {
    if (slice.size === 0) return false;
    const { sheet, can } = this.#options.formatting();
    const tr = placePasted(view.state, slice).scrollIntoView().setMeta('paste', true);
    // `**` is shorthand where it would be if it were typed.
    view.dispatch(sheet === null && can.emphasis ? tr.setMeta('uiEvent', 'paste') : tr);
    return true;
  }

  #look(data: DataTransfer | null): void {
    this.#beside = data ? { rtf: () => data.getData('text/rtf'), pictures: [] } : nothingBeside;
  }

  #countingLost<Result>(run: (onLost: () => void) => Result): Result {
    let lost = 0;
    const result = run(() => lost++);
    if (lost > 0) this.#options.onLost(lost);
    return result;
  }

  /** Pastes HTML whose pictures are files of the clipboard, which are read asynchronously. */
  #pasteWith(view: EditorView, html: string, files: readonly File[]): void {
    this.#options.attempt(async () => {
      const pictures = await Promise.all(files.map(asAddress));
      if (view.isDestroyed) return;
      this.#beside = { rtf: () => '', pictures };
      view.pasteHTML(html);
    });
  }

  /** Pastes HTML whose pictures are in another document's file. */
  #pasteHolding(view: EditorView, html: string, from: string): void {
    const { attempt, pictureOfFile, onLost } = this.#options;
    attempt(async () => {
      let lost = 0;
      const held = await holdPictures(html, from, pictureOfFile, () => lost++);
      if (view.isDestroyed) return;
      view.pasteHTML(held);
      if (lost > 0) onLost(lost);
    });
  }
}

function pastePlugin(editor: Editor, options: PasteOptions): Plugin {
  const incoming = new Incoming(editor, options);
  return new Plugin({
    key: new PluginKey('paste'),
    props: {
      handleDOMEvents: {
        paste: (view, event) => incoming.paste(view, event),
        drop: (view, event) => incoming.drop(view, event),
      },
      transformPastedHTML: (html) => incoming.cleaned(html),
      clipboardTextParser: (text, $context) =>
        plainSlice(text, $context, !isMarkdown(options.formatting().can)),
      transformPasted: (slice) => incoming.fitting(slice),
      clipboardParser: new CleanParser(editor.schema, ContentParser.fromSchema(editor.schema).rules),
      clipboardSerializer: new OwnSerializer(
        DOMSerializer.fromSchema(documentSchema()),
        () => incoming.source ?? '',
      ),
      handlePaste: (view, _event, slice) => incoming.insert(view, slice),
    },
  });
}

export const pasteExtension = (options: PasteOptions): Extension =>
  Extension.create({
    name: 'paste',
    // After extensions with their own paste: a link that is pasted over selected words.
    priority: 50,
    addProseMirrorPlugins() {
      return [pastePlugin(this.editor, options)];
    },
  });
