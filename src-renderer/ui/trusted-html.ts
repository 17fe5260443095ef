/** The part of the Trusted Types API that is used (W3C Trusted Types); absent in browsers without it. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML(html: string): string },
  ): { createHTML(html: string): string };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

/**
 * A policy that turns text into markup, under a name that stands in the page's security policy; browsers make each once.
 * @param check throws for a text that must not become markup
 * @returns a function whose results the browser takes where it takes markup; texts where it has no such types
 */
export function trustedHtml(name: string, check: (html: string) => void = () => undefined) {
  const createHTML = (html: string): string => {
    check(html);
    return html;
  };
  const policy = trustedTypes?.createPolicy(name, { createHTML });
  return (html: string): string => (policy ? policy.createHTML(html) : createHTML(html));
}
