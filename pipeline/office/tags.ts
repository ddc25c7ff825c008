/** Tags as text. */

/** A start or empty tag with these attributes, in the place of any of their names that it had. */
export function withAttributes(tag: string, values: Readonly<Record<string, string>>): string {
  const end = tag.endsWith('/>') ? '/>' : '>';
  let bare = tag.slice(0, -end.length);
  for (const name of Object.keys(values)) {
    bare = bare.replace(new RegExp(`\\s${name}\\s*=\\s*(?:"[^"]*"|'[^']*')`), '');
  }
  const written = Object.entries(values).map(([name, value]) => ` ${name}="${value}"`);
  return `${bare.trimEnd()}${written.join('')}${end}`;
}

/** The tag of an element that has something in it. */
export function openTag(tag: string): string {
  return tag.endsWith('/>') ? `${tag.slice(0, -2).trimEnd()}>` : tag;
}

/** A piece of XML with a prefix (and its colon) on all of its elements. */
export function prefixed(prefix: string, xml: string): string {
  return prefix === '' ? xml : xml.replace(/<(\/?)(?=[A-Za-z])/g, `<$1${prefix}`);
}
