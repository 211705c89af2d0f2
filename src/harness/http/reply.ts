/** What came back, and how it is shown. */
import { type HttpRequest, type Reply, type ReplyOutcome, visible } from '../../kit/index.ts';
import { printable } from '../../words/printable.ts';

export type Received = {
  outcome: ReplyOutcome;
  status?: number;
  statusText?: string;
  /** Alternating names and values, as node:http's rawHeaders. */
  rawHeaders?: readonly string[];
  body?: Buffer;
  truncated?: boolean;
  ms: number;
  reused?: boolean;
  error?: string;
};

const shownLines = 40;
const shownChars = 2_000;
const shownColumns = 400;

export function makeReply(request: HttpRequest, received: Received): Reply {
  const headers = collect(received.rawHeaders ?? []);
  const body = received.body?.toString('utf8') ?? '';
  return {
    outcome: received.outcome,
    status: received.status ?? 0,
    headers,
    header: (name) => headers[name.toLowerCase()]?.[0] ?? '',
    body,
    truncated: received.truncated ?? false,
    get json() {
      return parse(body);
    },
    ms: received.ms,
    reused: received.reused ?? false,
    error: received.error,
    get evidence() {
      return {
        kind: 'http' as const,
        title: `${request.method ?? 'GET'} ${pathOf(request.url)}`,
        text: `${showRequest(request)}\n\n${showReply(received, body)}`,
      };
    },
  };
}

function collect(raw: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = Object.create(null);
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] as string).toLowerCase();
    headers[name] = [...(headers[name] ?? []), raw[at + 1] as string];
  }
  return headers;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const pathOf = (url: string) => url.replace(/^https?:\/\/[^/]+/, '') || '/';

/** The body as it goes on the wire, and the type that JSON is sent with. */
export function encodeBody(request: HttpRequest): { body?: Buffer; type?: string } {
  const { body } = request;
  if (body === undefined) return {};
  if (typeof body === 'string') return { body: Buffer.from(body) };
  if (body instanceof Uint8Array) return { body: Buffer.from(body) };
  return { body: Buffer.from(JSON.stringify(body)), type: 'application/json' };
}

function showRequest(request: HttpRequest): string {
  const { body, type } = encodeBody(request);
  const given = Object.entries({ ...(type ? { 'Content-Type': type } : {}), ...request.headers });
  const lines = [`> ${request.method ?? 'GET'} ${pathOf(request.url)}`];
  for (const [name, value] of given) lines.push(`> ${name}: ${cut(String(value), 200)}`);
  if (body) lines.push('>', ...showBody(body.toString('utf8'), '> '));
  return lines.map((line) => visible(printable(line))).join('\n');
}

function showReply(received: Received, body: string): string {
  const lines: string[] = [];
  if (received.status) {
    lines.push(`< ${received.status} ${received.statusText ?? ''}`.trimEnd());
    const raw = received.rawHeaders ?? [];
    for (let at = 0; at + 1 < raw.length; at += 2) lines.push(`< ${raw[at]}: ${cut(raw[at + 1] as string, 200)}`);
    lines.push('<', ...showBody(body, '< '));
  }
  if (received.outcome !== 'answered')
    lines.push(`(${received.outcome}${received.error ? `: ${received.error}` : ''})`);
  return lines.map((line) => visible(printable(line))).join('\n');
}

function showBody(body: string, mark: string): string[] {
  const lines = cut(body, shownChars).split('\n');
  const shown = lines.slice(0, shownLines).map((line) => mark + cut(line, shownColumns));
  return lines.length > shownLines ? [...shown, `${mark}…`] : shown;
}

const cut = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
