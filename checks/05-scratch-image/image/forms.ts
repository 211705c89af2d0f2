/** Text files that may be in an image, and what their lines look like; comments and empty lines aside. */

/** Fields as passwd(5), group(5) and nsswitch.conf(5) have them. In place of a password: nothing, or that there is none here. */
const password = String.raw`([x*!]*|\*\w+\*)`;
const accounts: Record<string, RegExp> = {
  '/etc/passwd': new RegExp(String.raw`^[^:\s]+:${password}:\d+:\d+:[^:]*:[^:]*:[^:]*$`),
  '/etc/group': new RegExp(String.raw`^[^:\s]+:${password}:\d+:[^:]*$`),
  '/etc/nsswitch.conf': /^\w+:\s*[\w\s[\]=!]*$/,
};

/** Tables beside the zones, as tzdata installs them: https://data.iana.org/time-zones/tz-how-to.html and zic(8). */
const zoneTables: [RegExp, RegExp][] = [
  [/\/zone(1970|now)?\.tab$/, /^[A-Z]{2}(,[A-Z]{2})*\t[+-]\d+[+-]\d+\t\S+(\t.*)?$/],
  [/\/iso3166\.tab$/, /^[A-Z]{2}\t.+$/],
  [/\/tzdata\.zi$/, /^([RZL] |-?\d[\d:.]* )/],
  [/\/leapseconds$/, /^(Leap|Expires)\s/],
  [/\/leap-seconds\.list$/, /^\d+\s+\d+(\s+#.*)?$/],
  [/\/\+VERSION$/, /^\d{4}[a-z]*$/],
  // A few sentences about whom to write to.
  [/\/SECURITY$/, /^[^={}]*$/],
];
const zoneFolder = /\/zoneinfo\//;

export function formOf(path: string): RegExp | undefined {
  return accounts[path] ?? (zoneFolder.test(path) ? zoneTables.find(([name]) => name.test(path))?.[1] : undefined);
}

export function hasForm(bytes: Buffer | undefined, form: RegExp): boolean {
  if (!bytes) return false;
  const lines = bytes.toString('utf8').split(/\r?\n/);
  return lines.every((line) => /^\s*(#.*)?$/.test(line) || form.test(line));
}
