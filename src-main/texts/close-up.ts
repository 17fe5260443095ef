/**
 * Chinese names stand close to Chinese text, where a Latin one such as v2 has a space.
 * @param name as it stands in the text
 */
export function closeUp(text: string, name: string): string {
  if (!/^\p{Script=Han}/u.test(name)) return text;
  return text.replaceAll(` ${name}`, name).replaceAll(`${name} `, name);
}
