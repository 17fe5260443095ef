/** A pattern for `LIKE … ESCAPE '\'` that matches the query literally; null without a query. */
export function likePattern(query: string | undefined): string | null {
  const sought = query?.trim() ?? '';
  return sought === '' ? null : `%${sought.replace(/[\\%_]/g, '\\$&')}%`;
}
