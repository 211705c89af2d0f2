/** Secrets in what a Dockerfile writes down and an image shows to everybody: by their value, or by their name. */
import type { Dockerfile, Image } from '#kit';
import { shippedInstructions } from './lines.ts';

/** `looksLike`: what the value looks like; unset where only the name tells. */
type Recognised = { name: string; looksLike?: string };

/** `where`: ENV, ARG, RUN … */
export type Secret = Recognised & { keyword: string; line: number };

/** `where`: as docker inspect names it. */
export type ShippedSecret = Recognised & { where: 'Env' | 'Labels' | 'OnBuild' | 'Entrypoint' | 'Cmd' | 'history' };

type Setting = { name: string; value?: string };

const secretName =
  /(PASSWORD|[A-Z]_?PWD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(API|PRIVATE|SECRET|ACCESS|ENCRYPTION|SIGNING)_?KEY|(^|_)(PASS|KEY))$/;
/** Keys of data, of lists and of the open kind, numbers of tokens, and the working directory that was before. */
const harmlessName =
  /^OLD_?PWD$|(^|_)(SORT|ORDER|PUBLIC|PUB|PARTITION|SHARD|PRIMARY|FOREIGN|CACHE|ROUTING|HASH|RANGE|GROUP|INDEX|LOOKUP|IDEMPOTENCY|CONTEXT|TOPIC|MESSAGE|EVENT|OBJECT|TENANT|HEADER|CONFIG|MAP|JSON|FIELD|LABEL|METRIC|HOT)_?KEY$|(^|_)(MAX|MIN|NUM|COUNT)_TOKEN$/;
/** Switches, paths (to where a secret is mounted), and nothing at all. */
const harmlessValue = /^$|^(true|false|yes|no|on|off|none|null)$|^(\/[\w.@-]+)+$/i;

/** Formats that the issuers of tokens have published, and a URL with a password in it. */
const secretValues: [RegExp, string][] = [
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\b(gh[pousr]_\w{36}|github_pat_\w{22,})/, 'a GitHub token'],
  [/\bglpat-[\w-]{20,}/, 'a GitLab token'],
  [/\bxox[abprs]-[\w-]{10,}/, 'a Slack token'],
  [/\b[sr]k_live_\w{16,}/, 'a Stripe key'],
  [/\bAIza[\w-]{35}\b/, 'a Google API key'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, 'an npm token'],
  [/\bdckr_pat_[\w-]{20,}/, 'a Docker Hub token'],
  [/\bSG\.[\w-]{22}\.[\w-]{43}/, 'a SendGrid key'],
  [/\bhvs\.[\w-]{24,}/, 'a Vault token'],
  [/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/, 'a private key'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./, 'a JSON web token'],
  [/:\/\/[^\s:@/]*:[^\s@/${}]+@/, 'a URL with a password'],
];

const looksLike = (text: string) => secretValues.find(([form]) => form.test(text))?.[1];

function isSecretByName(name: string, value: string | undefined): boolean {
  const plain = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/\W+/g, '_')
    .toUpperCase();
  if (!secretName.test(plain) || harmlessName.test(plain)) return false;
  if (value === undefined) return true;
  return !harmlessValue.test(value);
}

function recognised({ name, value }: Setting): Recognised | undefined {
  const like = looksLike(value ?? '');
  if (like) return { name, looksLike: like };
  return isSecretByName(name, value) ? { name } : undefined;
}

/** --db-password=x, -token x: what a command line gives its program. */
function flagSettings(words: readonly string[]): Setting[] {
  return words.flatMap((word, index) => {
    const [, name, value = ''] = /^--?([\w.-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (name === undefined) return [];
    const next = words[index + 1];
    return [{ name, value: word.includes('=') || next === undefined || next.startsWith('-') ? value : next }];
  });
}

/** What ONBUILD sets in the images of others: its first name is enough. */
function deferredSettings(text: string): Setting[] {
  const [, name, value] = /^(?:ENV|ARG|LABEL)\s+([^\s=]+)(?:[=\s]\s*"?([^\s"]*))?/i.exec(text) ?? [];
  return name === undefined ? [] : [{ name, value }];
}

/** As far as the Dockerfile alone tells. Of a stage that does not ship, ARG and ENV only: they end in files more often than one thinks. */
export function secretsIn(dockerfile: Dockerfile): Secret[] {
  const ships = new Set(shippedInstructions(dockerfile));
  return dockerfile.instructions.flatMap((instruction) => {
    const { keyword, line, text, settings, exec } = instruction;
    const at = { keyword, line };
    const more = keyword === 'ONBUILD' ? deferredSettings(text) : keyword === 'RUN' ? [] : flagSettings(exec ?? []);
    const set = [...settings, ...more];
    const found = set.map(recognised).find((one) => one !== undefined);
    if (found) return [{ ...at, ...found }];
    const like = ships.has(instruction) ? looksLike(text) : undefined;
    return like ? [{ ...at, name: '', looksLike: like }] : [];
  });
}

/** What `docker inspect` and `docker history` show of the image that ships. */
export function secretsOf({ env, labels, onBuild, entrypoint, cmd, history }: Image): ShippedSecret[] {
  const settings = (from: Readonly<Record<string, string>>) =>
    Object.entries(from).map(([name, value]) => recognised({ name, value }));
  const words = (list: readonly string[]) => [...flagSettings(list).map(recognised), ...lines(list)];
  const lines = (list: readonly string[]) =>
    list.map((text) => {
      const like = looksLike(text);
      return like ? { name: '', looksLike: like } : undefined;
    });
  const places: [ShippedSecret['where'], (Recognised | undefined)[]][] = [
    ['Env', settings(env)],
    ['Labels', settings(labels)],
    ['Entrypoint', words(entrypoint)],
    ['Cmd', words(cmd)],
    ['OnBuild', [...onBuild.flatMap(deferredSettings).map(recognised), ...lines(onBuild)]],
    ['history', lines(history)],
  ];
  return places.flatMap(([where, all]) => all.flatMap((one) => (one ? [{ where, ...one }] : [])));
}
