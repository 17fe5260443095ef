import { enterPath, openingPath, sessionHeader } from '../../src-main/contract/session.ts';

/**
 * The session of the browser shell. Its secret is in the storage of this origin, which unlike a cookie belongs to one
 * port, so that a reload and other tabs have it too. It is worthless once the app has ended.
 */

/** Name of the secret in the storage. */
export const sessionKey = 'bumo-session';

/** The secret; empty without one. */
export const storedSession = (): string => localStorage.getItem(sessionKey) ?? '';

/** Whether the server knows this page; null where no server answers. */
export async function isKnown(base = ''): Promise<boolean | null> {
  try {
    const response = await fetch(`${base}/known`, { headers: { [sessionHeader]: storedSession() } });
    return (await response.text()) === 'yes';
  } catch {
    return null;
  }
}

/** Exchanges a link's token for the session. @returns whether the server knows this page */
export async function enter(): Promise<boolean> {
  const { pathname, hash } = location;
  if (pathname === openingPath) {
    // Neither history nor bookmarks hold the token.
    history.replaceState(null, '', '/');
    const response = await fetch(enterPath, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: hash.slice(1) }),
    });
    if (response.ok)
      localStorage.setItem(sessionKey, ((await response.json()) as { session: string }).session);
  }
  // A link that was used before still opens the app in a browser that has the session.
  return (await isKnown()) === true;
}

/** Removes all that this origin stores but the session, without which the page would have to be opened by a link. */
export function clearButSession(storage: Storage): void {
  const session = storage.getItem(sessionKey);
  storage.clear();
  if (session !== null) storage.setItem(sessionKey, session);
}
