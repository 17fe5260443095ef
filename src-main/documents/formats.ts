import { docxFormat } from './docx-format.ts';
import type { FileFormat } from './files/read-file.ts';
import type { Format, PackageFormat } from './format.ts';
import { markdownFormat } from './markdown-format.ts';
import { textFormat } from './text-format.ts';

export const formats: Readonly<Record<FileFormat, Format>> & { readonly docx: PackageFormat } = {
  docx: docxFormat,
  md: markdownFormat,
  txt: textFormat,
};
