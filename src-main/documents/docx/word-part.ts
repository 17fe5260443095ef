import { uriOf } from '../package/namespaces.ts';

/** New WordprocessingML parts. */

export const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/**
 * @param root name of its root, without a prefix
 * @param strict the conformance class
 */
export const wordPart = (root: string, inner: string, strict = false): string =>
  `${declaration}<w:${root} xmlns:w="${uriOf('w', strict)}" xmlns:r="${uriOf('r', strict)}">${inner}</w:${root}>`;

/** @param kind `styles`, `footer`, … */
export const wordType = (kind: string): string =>
  `application/vnd.openxmlformats-officedocument.wordprocessingml.${kind}+xml`;
