/** The part of the Trusted Types API that is used (W3C Trusted Types); absent in browsers without it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML(html: string): string },
  ): { createHTML(html: string): string };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

/** Its name stands in the page's security policy. Its HTML goes nowhere but into `parseInert`. */
const policy = trustedTypes?.createPolicy('bumo-inert', { createHTML: (html) => html });

/** Parses HTML in a document of its own, which loads and runs nothing. */
export const parseInert = (html: string): Document =>
  new DOMParser().parseFromString(policy?.createHTML(html) ?? html, 'text/html');
