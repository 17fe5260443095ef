/** How a page of the browser shell proves that it may use the contract. */

/** The request header that carries the session's secret. Other sites cannot send it without permission (CORS). */
export const sessionHeader = 'x-bumo-session';

/** Path of a link whose fragment is a one-time token. Browsers never send fragments to a server. */
export const openingPath = '/open';

/** Answers a token with the session's secret. */
export const enterPath = '/enter';

/** The page of a browser that has no session. */
export const closedPath = '/closed';
