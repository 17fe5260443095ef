import type { Editor } from '@tiptap/core';
import { message } from '../../src-main/texts/message.ts';
import { chainInText } from '../ui/chain-in-text.ts';

const mostBytes = 10_000_000;

/** The error for a picture that cannot be inserted. */
const refusal = (code: 'format.noPicture' | 'format.largePicture' | 'format.unreadPicture') =>
  Object.assign(new Error(code), { text: message(code) });

/** The picture as a data address, so that it is stored in the document. */
export const asAddress = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(refusal('format.unreadPicture'));
    reader.readAsDataURL(file);
  });

/** Whether documents accept a picture of this type. */
export const isPicture = ({ type }: File): boolean => /^image\/(?:png|jpeg|gif)$/.test(type);

/** Inserts a picture at the caret. @throws CodedError for another type or a picture that is too large */
export async function insertImage(editor: Editor, file: File): Promise<void> {
  if (!isPicture(file)) throw refusal('format.noPicture');
  if (file.size > mostBytes) throw refusal('format.largePicture');
  const src = await asAddress(file);
  chainInText(editor).setImage({ src, alt: file.name }).run();
}
