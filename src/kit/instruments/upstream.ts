/** Fake upstreams that a check scripts: concurrency is proven by what waits for what, never by comparing milliseconds. */

export type UpstreamReply = {
  status?: number;
  headers?: Record<string, string | string[]>;
  /** A string is sent as it is; anything else as JSON. One write, with Content-Length. */
  body?: unknown;
};

export type UpstreamRequest = {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string>;
  /** The whole body. */
  body: string;
  /** Number of the TCP connection it came on, from 1. */
  connection: number;
  answer(reply?: UpstreamReply): void;
  /** Sends header and the first bytes of the body, then nothing more (the rest by `finish`). */
  begin(reply: UpstreamReply, bytes: number): void;
  finish(): void;
  /** Sends the header, then one byte of the body every `everyMs` until the client leaves. */
  drip(reply: UpstreamReply, everyMs: number): void;
  /** Closes without an answer ('close': FIN, 'reset': RST), or in mid-body after `begin`. */
  hangUp(how?: 'close' | 'reset'): void;
  readonly answered: boolean;
  /** The client disconnected before the whole answer was sent. */
  readonly left: boolean;
  /** Awaits that the client has disconnected before the whole answer; false when it was answered, or is still there after `ms` (default 30 000). */
  gone(ms?: number): Promise<boolean>;
};

export type Upstream = {
  /** http://127.0.0.1:port, without a slash at the end. */
  readonly url: string;
  /** All requests so far, in order of arrival. */
  readonly requests: readonly UpstreamRequest[];
  /** Awaits the nth request (from 1) since the upstream began; undefined when it did not come within `ms` (default 10 000). */
  arrived(n?: number, ms?: number): Promise<UpstreamRequest | undefined>;
  /** TCP connections opened so far, and those open now. */
  readonly connections: number;
  readonly open: number;
  /** Replaces how requests are answered from now on. */
  respond(handler: UpstreamHandler): void;
  close(): Promise<void>;
};

export type UpstreamHandler = (request: UpstreamRequest) => void | Promise<void>;

/** An upstream whose every request is held until it is released. */
export type Gate = Upstream & {
  /** Answers all held requests and all to come. */
  release(reply?: UpstreamReply): void;
};

/** A TCP address that a program depends on (a database, say). It refuses at first; a check brings it up and takes it away. */
export type Dependency = {
  /** host:port on 127.0.0.1, reserved for the run. */
  readonly address: string;
  /** TCP connections it has accepted so far, and those that are open now. */
  readonly connections: number;
  readonly open: number;
  accept(): Promise<void>;
  /** Stops listening and closes every connection it had. */
  refuse(): Promise<void>;
  /** Attempts to connect get no answer at all, as behind a firewall that drops packets; false where this machine can't do that. */
  drop(): Promise<boolean>;
  close(): Promise<void>;
};

export type Upstreams = {
  serve(handler: UpstreamHandler): Promise<Upstream>;
  hold(): Promise<Gate>;
  /** host:port on 127.0.0.1 that nothing listens on (reserved for the run). */
  refused(): Promise<string>;
  dependency(): Promise<Dependency>;
};
