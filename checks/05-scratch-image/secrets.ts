/** Secrets in ARG and ENV: by their value, or by their name. */
import type { Dockerfile } from '#kit';

/** `looksLike`: what the value looks like; unset where only the name tells. */
export type Secret = { keyword: string; name: string; line: number; looksLike?: string };

const secretName = /(PASSWORD|PASSWD|TOKEN|SECRET|APIKEY|CREDENTIALS?|(^|[_-])KEY)$/i;

/** Formats that the issuers of tokens have published, and a URL with a password in it. */
const secretValues: [RegExp, string][] = [
  [/\bAKIA[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\b(gh[pousr]_\w{36}|github_pat_\w{22,})\b/, 'a GitHub token'],
  [/\bglpat-[\w-]{20,}/, 'a GitLab token'],
  [/\bxox[abprs]-[\w-]{10,}/, 'a Slack token'],
  [/\bsk_live_\w{16,}/, 'a Stripe key'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./, 'a JSON web token'],
  [/:\/\/[^\s:@/]+:[^\s@/${}]+@/, 'a URL with a password'],
];

export function secretsIn({ instructions }: Dockerfile): Secret[] {
  return instructions.flatMap(({ keyword, line, settings }) =>
    settings.flatMap(({ name, value = '' }) => {
      const looksLike = secretValues.find(([form]) => form.test(value))?.[1];
      return looksLike || secretName.test(name) ? [{ keyword, name, line, looksLike }] : [];
    }),
  );
}
