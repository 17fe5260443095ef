import { trustedHtml } from '../ui/trusted-html.ts';

/** Its markup goes nowhere but into `parseInert`. */
const trusted = trustedHtml('bumo-inert');

/** Parses HTML in a document of its own, which loads and runs nothing. */
export const parseInert = (html: string): Document =>
  new DOMParser().parseFromString(trusted(html), 'text/html');
