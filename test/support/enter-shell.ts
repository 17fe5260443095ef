/** Exchanges a link to the browser shell for the session's secret, as the page does. */
export async function enterShell({ origin, hash }: URL): Promise<string> {
  const response = await fetch(`${origin}/enter`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ token: hash.slice(1) }),
  });
  return ((await response.json()) as { session: string }).session;
}
