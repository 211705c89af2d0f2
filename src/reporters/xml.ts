/** XML 1.0, as much as a report needs. */

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with its children already drawn. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const drawn = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value)).replace(/\n/g, '&#10;').replace(/\t/g, '&#9;')}"`)
    .join('');
  const inner = children.join('');
  return inner === '' ? `<${name}${drawn}/>` : `<${name}${drawn}>${inner}</${name}>`;
}

/** Text; characters that XML 1.0 cannot hold even as references (section 2.2) become U+FFFD. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
    .replace(/\r/g, '&#13;');
}
