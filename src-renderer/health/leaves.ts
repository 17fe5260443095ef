/** The settings of a recipe, nested ones by their path; fractions with 6 digits. */
export function leavesOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'number') return [[path, String(Number(value.toPrecision(6)))]];
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  if (Array.isArray(value)) return [[path, value.map(String).join(', ')]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, path ? `${path}.${name}` : name));
}
