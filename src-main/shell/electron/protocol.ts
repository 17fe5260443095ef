import { protocol, type Session } from 'electron';
import { readInterfaceFile } from '../files.ts';
import { pageHeaders } from '../policy.ts';

/** `app://bumo/` serves the built interface only, so that the page has an origin of its own. */

const scheme = 'app';
const host = 'bumo';
export const startPage = `${scheme}://${host}/index.html`;

/** Compares text: a URL with a custom scheme has no origin to compare. */
export const isOurPage = (url: string): boolean => url.startsWith(`${scheme}://${host}/`);

/** Must be called before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

const plain = (status: number) => new Response(null, { status, headers: pageHeaders });

export function serveInterface(session: Session, renderer: string): void {
  session.protocol.handle(scheme, async (request) => {
    const url = URL.parse(request.url);
    if (!url || url.host !== host || request.method !== 'GET') return plain(400);
    let path: string;
    try {
      path = decodeURIComponent(url.pathname);
    } catch {
      return plain(400);
    }
    const file = await readInterfaceFile(renderer, path);
    if (!file) return plain(404);
    return new Response(file.body, { status: 200, headers: { ...pageHeaders, 'content-type': file.type } });
  });
}
