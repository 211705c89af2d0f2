/** Requests and replies. A network error is a value, so a broken program never looks like our crash. */
import type { Late } from '../deadline.ts';
import type { Evidence } from '../verdict.ts';

export type HttpRequest = {
  url: string;
  method?: string;
  headers?: Record<string, string | string[]>;
  /** A string or bytes are sent as they are; anything else as JSON with its Content-Type. */
  body?: unknown;
  /** Whole exchange, milliseconds; 10 000 where unset. */
  timeoutMs?: number;
  signal?: AbortSignal;
};

export type ReplyOutcome =
  | 'answered'
  /** The header arrived; the body broke off. */
  | 'cut'
  | 'refused'
  /** Connected, then closed or reset before a whole header arrived. */
  | 'reset'
  | 'timed-out'
  /** What came back is not HTTP. */
  | 'malformed'
  /** We hung up ourselves. */
  | 'aborted';

export type Reply = {
  outcome: ReplyOutcome;
  /** 0 unless a header arrived. */
  status: number;
  /** Lower-case names; values in order of arrival. */
  headers: Record<string, string[]>;
  /** First value; '' where absent. */
  header(name: string): string;
  /** Decoded as UTF-8, capped at 4 MiB (`truncated`). */
  body: string;
  truncated: boolean;
  /** The body parsed as JSON; undefined where it is none. */
  json: unknown;
  ms: number;
  /** The connection had served an earlier request. */
  reused: boolean;
  error?: string;
  evidence: Evidence;
};

/** A client that keeps its connections. */
export type Session = {
  send(request: HttpRequest): Promise<Reply>;
  get(url: string, options?: Omit<HttpRequest, 'url'>): Promise<Reply>;
  /** Connections opened so far. */
  readonly connections: number;
  /** Awaits until the server has closed every idle connection; false when one is left after `ms` (default 30 000). */
  idleClosed(ms?: number): Promise<boolean>;
  close(): void;
};

/** A response that is read as it arrives. */
export type Streaming = {
  /** Header's reply, body still empty; outcome 'answered' when a header came. */
  readonly head: Reply;
  /** Next piece of the body as it arrives; undefined at its end; `late` when nothing came within `ms` (default 10 000). */
  next(ms?: number): Promise<string | undefined | Late>;
  /** Reads on until all text so far contains `text`; false when the body ended or `ms` passed before. */
  until(text: string, ms?: number): Promise<boolean>;
  /** All that came so far. */
  readonly text: string;
  /** How it ended, once it has. */
  readonly ended: Promise<'complete' | 'cut'>;
  close(): void;
};

/** A TCP connection for what no HTTP client would do. */
export type RawConnection = {
  readonly outcome: 'connected' | 'refused' | 'reset' | 'timed-out';
  write(bytes: string | Uint8Array): Promise<void>;
  /** Ends our half. */
  end(): void;
  /** All that was received so far, latin1. */
  readonly received: string;
  /** Awaits until what was received matches; false when closed or `ms` (default 10 000) passed before. */
  until(match: RegExp | ((received: string) => boolean), ms?: number): Promise<boolean>;
  /** Awaits that the other side closes; false when still open after `ms` (default 30 000). */
  closed(ms?: number): Promise<boolean>;
  /** Closes hard: the other side sees a reset. */
  destroy(): void;
};

export type TogetherOptions = {
  /** Once no request of the crowd has been answered for so long, all that are left count as timed out. Never where unset. */
  hungAfterMs?: number;
  /**
   * A server that is stopped (SIGSTOP) while the crowd is sent, so that all of it lies before the program when it goes on:
   * otherwise a checker that is slower than the program hands it one request after the other. Nothing happens on Windows.
   */
  frozen?: Freezable;
};

/** What can be stopped in its tracks for a moment. */
export type Freezable = { freeze(): void; thaw(): void };

export type Http = {
  send(request: HttpRequest): Promise<Reply>;
  get(url: string, options?: Omit<HttpRequest, 'url'>): Promise<Reply>;
  post(url: string, body: unknown, options?: Omit<HttpRequest, 'url' | 'body'>): Promise<Reply>;
  /**
   * Opens every connection first, then sends all requests at once; replies in the order of the requests.
   * With `Expect: 100-continue` among the headers, the bodies also wait until all those handlers are reading
   * (so that they truly run side by side), or until no further one has begun to read for 1.5 s; 10 s at most.
   */
  together(requests: HttpRequest[], options?: TogetherOptions): Promise<Reply[]>;
  stream(request: HttpRequest): Promise<Streaming>;
  session(): Session;
  connect(url: string): Promise<RawConnection>;
};
