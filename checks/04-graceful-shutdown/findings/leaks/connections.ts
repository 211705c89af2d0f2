/** Connections that pile up. Goroutines that do are told by what all stages share. */
import { type Evidence, type Finding, finding, inText, type Location, type Source } from '#kit';

/** Who has the other end, and what was done before: '12 readiness probes'. */
export type Bystander = { what: 'database' | 'sink'; after: string };

type Left = Bystander & { open: number; kept: number; log: Evidence };

export function connectionsLeft({ what, after, open, kept, log }: Left, source: Source): Finding | undefined {
  if (open <= kept) return undefined;
  const { to, expected, hint, place } = words[what];
  return finding({
    summary: `After ${after}, ${open} connections to ${to} are still open.`,
    expected,
    actual: `${open} connections are open`,
    hint,
    evidence: [log, source.show(place(source))],
  });
}

const dials = /\bDial\w*\(/;

const words = {
  database: {
    to: '$DB_ADDR',
    expected: 'a probe closes the connection that it has opened, also one that comes too late for its answer',
    hint: 'A dial that succeeds opens a connection, and it stays open until Close is called. A prober asks every few seconds, so they add up, until the database or your process has no room for more.',
    place: (source: Source) => source.at(dials),
  },
  sink: {
    to: '$SINK_URL',
    expected: 'batches go out one after the other over a connection or two, which are used again',
    hint: 'A connection is free again once the body of its answer is closed, whatever its status is: defer res.Body.Close() right behind the error of Do, before any other return. And share one http.Client: one whose Transport is made for each batch keeps its connections to itself.',
    place: sends,
  },
};

/** Where the batch is sent; /slow has a request of its own. */
function sends(source: Source): Location | undefined {
  const post = source.at(/\.Post\(|NewRequest\w*\(.*MethodPost/, inText(/NewRequest\w*\(.*"POST"/));
  const does = source.all(/\.Do\(/).find((at) => at.file === post?.file && at.line >= post.line);
  return does ?? post;
}

/** `because`: what was missing, as a sentence. */
export const nothingToLeave = (because: string, log: Evidence): Finding =>
  finding({
    summary: `${because} So nothing could be left behind.`,
    expected: 'GET /readyz → 200 while $DB_ADDR accepts connections, and each event reaches the sink',
    hint: 'The checks above tell more about it. Once they pass, this one can begin.',
    evidence: [log],
  });
