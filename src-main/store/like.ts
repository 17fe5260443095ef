/** A pattern for `LIKE … ESCAPE '\'` that finds a query as it is written; null where there is none. */
export function likePattern(query: string | undefined): string | null {
  const sought = query?.trim() ?? '';
  return sought === '' ? null : `%${sought.replace(/[\\%_]/g, '\\$&')}%`;
}
