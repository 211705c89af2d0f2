/**
 * What a scalar means to kubectl, which reads YAML as sigs.k8s.io/yaml does: 1.1's booleans and octal numbers, dates as text.
 * After resolve.go of go.yaml.in/yaml/v2.
 */

/** undefined as `value`: no such value, for the reason `wrong`. */
export type Resolved = { value: string | number | boolean | null; wrong?: undefined } | { wrong: string };

const words = new Map<string, boolean | null>([
  ...spelt(true, 'y', 'yes', 'true', 'on'),
  ...spelt(false, 'n', 'no', 'false', 'off'),
  ...spelt(null, 'null'),
  ['', null],
  ['~', null],
]);

/** yes, Yes, YES: no other mixture. */
function spelt(value: boolean | null, ...all: string[]): [string, boolean | null][] {
  return all.flatMap((one): [string, boolean | null][] => [
    [one, value],
    [`${one.slice(0, 1).toUpperCase()}${one.slice(1)}`, value],
    [one.toUpperCase(), value],
  ]);
}

const short = (tag: string) => tag.replace('tag:yaml.org,2002:', '!!');

/** `tag`: as it is written out in full, '' where there is none. `plain`: without quotes. */
export function resolveScalar(text: string, { tag, plain }: { tag: string; plain: boolean }): Resolved {
  const wanted = short(tag);
  if (wanted === '!!binary') return binary(text);
  const isText = wanted === '' ? !plain : !['!!bool', '!!int', '!!float', '!!null', '!!timestamp'].includes(wanted);
  const value = isText ? text : guess(text);
  if (typeof value === 'number' && !Number.isFinite(value)) return { wrong: `${text} can't be sent to Kubernetes` };
  return isText || wanted === '' || fits(value, text, wanted) ? { value } : { wrong: `${text} is no ${wanted}` };
}

function guess(text: string): string | number | boolean | null {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (/^[-+]?\.(inf|Inf|INF)$/.test(text)) return Number.POSITIVE_INFINITY;
  if (/^\.(nan|NaN|NAN)$/.test(text)) return Number.NaN;
  if (isDate(text)) return text;
  return number(text) ?? text;
}

function fits(value: unknown, text: string, wanted: string): boolean {
  if (wanted === '!!null') return value === null;
  if (wanted === '!!bool') return typeof value === 'boolean';
  if (wanted === '!!timestamp') return isDate(text);
  return typeof value === 'number' && (wanted === '!!float' || Number.isInteger(value));
}

const isDate = (text: string) =>
  /^\d{4}-\d{1,2}-\d{1,2}([Tt ]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/.test(text);

const bases: [RegExp, number][] = [
  [/^0[xX]([0-9a-fA-F]+)$/, 16],
  [/^0[bB]([01]+)$/, 2],
  [/^0[oO]?([0-7]+)$/, 8],
];

/** Go's strconv.ParseInt with base 0, then YAML's floats; underscores mean nothing. */
function number(text: string): number | undefined {
  if (!/^[-+.\d]/.test(text)) return undefined;
  const [, sign, digits = ''] = /^([-+]?)(.*)$/s.exec(text.startsWith('.') ? text : text.replaceAll('_', '')) ?? [];
  for (const [form, base] of bases) {
    const found = form.exec(digits)?.[1];
    if (found !== undefined) return Number.parseInt(found, base) * (sign === '-' ? -1 : 1) || 0;
  }
  if (!/^(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(digits)) return undefined;
  const value = Number(digits) * (sign === '-' ? -1 : 1);
  // JSON knows no -0.
  return Number.isFinite(value) ? value || 0 : undefined;
}

function binary(text: string): Resolved {
  const bare = text.replaceAll(/[\r\n]/g, '');
  const isBase64 = bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
  return isBase64 ? { value: Buffer.from(bare, 'base64').toString('utf8') } : { wrong: 'this is no base64' };
}

/** As sigs.k8s.io/yaml writes a key that is no text; undefined for null, which it refuses. */
export const keyText = (value: string | number | boolean | null): string | undefined =>
  value === null ? undefined : String(value);
