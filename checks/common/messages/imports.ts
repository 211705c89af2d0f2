/** Packages of the standard library whose path has more than one element, as far as these exercises need them. */
const nested: Record<string, string> = {
  http: 'net/http',
  httptest: 'net/http/httptest',
  url: 'net/url',
  json: 'encoding/json',
  slog: 'log/slog',
  signal: 'os/signal',
  utf8: 'unicode/utf8',
  atomic: 'sync/atomic',
  rand: 'crypto/rand',
  hex: 'encoding/hex',
  debug: 'runtime/debug',
};
const flat =
  /^(?:bufio|bytes|context|embed|errors|fmt|io|log|maps|math|net|os|path|regexp|runtime|slices|sort|strconv|strings|sync|syscall|testing|time|unicode)$/;

/** `undefined: http` is nearly always a missing import: say which. */
export function missingImport(message: string): string | undefined {
  const [, name = ''] = /^undefined: (\w+)$/.exec(message) ?? [];
  const path = nested[name] ?? (flat.test(name) ? name : undefined);
  return (
    path &&
    `The package is not imported: add "${path}" to the imports at the top; several are written import ( … ), one per line.`
  );
}
