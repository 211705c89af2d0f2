/** What secrets look like, whatever they are called. */

/** Formats that the issuers of tokens have published: nothing else looks like them. */
const tokens: [RegExp, string][] = [
  [/\b(AKIA|ASIA)[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/\b(gh[pousr]_\w{36}|github_pat_\w{22,})/, 'a GitHub token'],
  [/\bglpat-[\w-]{20,}/, 'a GitLab token'],
  [/\bxox[abprs]-[\w-]{10,}/, 'a Slack token'],
  [/hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{20,}/, 'a Slack webhook'],
  [/discord(app)?\.com\/api\/webhooks\/\d+\/[\w-]{40,}/, 'a Discord webhook'],
  [/\b\d{8,10}:AA[\w-]{33}\b/, 'a Telegram token'],
  [/\b[sr]k_live_\w{16,}/, 'a Stripe key'],
  [/\bsk-(proj|svcacct|ant)-[\w-]{20,}/, 'an API key'],
  [/\bAIza[\w-]{35}\b/, 'a Google API key'],
  [/\bGOCSPX-[\w-]{28}/, 'a Google client secret'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, 'an npm token'],
  [/\bdckr_pat_[\w-]{20,}/, 'a Docker Hub token'],
  [/\bdop_v1_[0-9a-f]{64}\b/, 'a DigitalOcean token'],
  [/\bhf_[A-Za-z]{34}\b/, 'a Hugging Face token'],
  [/\bSG\.[\w-]{22}\.[\w-]{43}/, 'a SendGrid key'],
  [/\bhvs\.[\w-]{24,}/, 'a Vault token'],
  [/\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./, 'a JSON web token'],
  [/\b(AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{20,}/, 'an Azure key'],
];

/** Its first line; a build may also look for such a line, or make a key for its own tests. */
const privateKey: [RegExp, string][] = [[/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/, 'a private key']];

/** Addresses with a password in them: URLs, those of Go's MySQL driver, and the key=value form of libpq and ADO. Not `image:tag@sha256:…`. */
const addresses: [RegExp, string][] = [
  [/:\/\/[^\s:@/]*:(?!\*+@)[^\s@/${}<>]+@(?!sha256:)/, 'a URL with a password'],
  [/\b[\w.-]+:[^\s:@/${}()<>]+@(tcp|udp|unix)\d?\(/, 'a database address with a password'],
  [
    /\b(host|server|data source|user|user id|uid|username|dbname|database)\s*=.*\b(password|pwd)=[^\s;&${}<>*]/i,
    'a database address with a password',
  ],
  [
    /\b(password|pwd)=[^\s;&${}<>*].*\b(host|server|data source|user|user id|uid|username|dbname|database)\s*=/i,
    'a database address with a password',
  ],
  [/:\/\/\S+[?&]password=[^\s&${}<>*]/i, 'a URL with a password'],
];

/** Nobody's is longer; the forms above take quadratic time. */
const longestAddress = 10_000;

const among = (forms: readonly [RegExp, string][], text: string) => forms.find(([form]) => form.test(text))?.[1];

export const tokenIn = (text: string): string | undefined => among(tokens, text);
export const secretIn = (text: string): string | undefined =>
  tokenIn(text) ?? among(privateKey, text) ?? among(addresses, text.slice(0, longestAddress));
