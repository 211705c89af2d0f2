/** Clients that take for ever are not waited for. */
import { type CheckContext, check, fail, type RawConnection, type Server } from '#kit';
import { pointAt } from './answers.ts';

const settingMs = 300;
/** Less than the setting's default of 5 s, so that a constant shows; and how long we look on to tell late from never. */
const boundMs = 4_000;
const lookOnMs = 2_500;
const attempts = 3;
/** With a setting of a minute nothing is cut off: how long we look for a short limit that is written into the code. */
const patientMs = 3_000;

export const slowClients = check(
  'slow-clients',
  'cuts off clients that dribble their headers, and closes idle connections',
  { level: 'stretch', lesson: 'Slow clients' },
  async (context) => {
    // Side by side, but told in this order whichever ends first.
    const verdicts = await Promise.allSettled([
      judge(context, dribbling),
      judge(context, idling),
      judgePatience(context, dribbling),
      judgePatience(context, idling),
    ]);
    for (const verdict of verdicts) if (verdict.status === 'rejected') throw verdict.reason;
  },
);

/** One slow client, and what is said where the server waits for it. */
type Slow = {
  setting: string;
  other: string;
  field: string;
  opens(connection: RawConnection): Promise<boolean>;
  /** Called again and again while the connection is open. */
  dribbles: boolean;
  what: string;
  why: string;
};

const dribbling: Slow = {
  setting: 'READ_HEADER_TIMEOUT',
  other: 'IDLE_TIMEOUT',
  field: 'ReadHeaderTimeout',
  dribbles: true,
  async opens(connection) {
    await connection.write('GET /whoami HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    return true;
  },
  what: 'A client sends its header one byte at a time and never finishes it',
  why: 'A few thousand such connections keep a service busy for ever; the attack has a name, Slowloris.',
};

const idling: Slow = {
  setting: 'IDLE_TIMEOUT',
  other: 'READ_HEADER_TIMEOUT',
  field: 'IdleTimeout',
  dribbles: false,
  async opens(connection) {
    await connection.write('GET /whoami HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    return connection.until(/\r\n\r\n[\s\S]*\S/);
  },
  what: 'A client has its answer and keeps the connection without using it',
  why: 'Every open connection costs a goroutine and its buffers.',
};

async function judge(context: CheckContext, slow: Slow): Promise<void> {
  for (let n = 1; n <= attempts; n++) {
    const server = await context.app.start({ env: { [slow.setting]: `${settingMs}ms`, [slow.other]: '60s' } });
    const connection = await context.http.connect(server.url('/'));
    if (!(await slow.opens(connection))) notAnswered(server, connection);
    if (await closes(connection, slow.dribbles, boundMs)) return;
    const afterAll = await closes(connection, slow.dribbles, lookOnMs);
    if (!afterAll || n === attempts) keptOpen(context, server, slow, afterAll);
  }
}

/** The setting decides, not a constant that happens to be short. Timers never fire early, so a slow machine changes nothing. */
async function judgePatience(context: CheckContext, slow: Slow): Promise<void> {
  const env = { READ_HEADER_TIMEOUT: '60s', IDLE_TIMEOUT: '60s', HANDLER_TIMEOUT: '30s' };
  const server = await context.app.start({ env });
  const connection = await context.http.connect(server.url('/'));
  context.defer(() => connection.destroy());
  if (!(await slow.opens(connection)) || !(await closes(connection, slow.dribbles, patientMs))) return;
  fail({
    summary: `${slow.what}: with ${slow.setting}=60s it was cut off within ${patientMs / 1000} seconds.`,
    expected: `$${slow.setting} decides how long the server waits, here a minute`,
    actual: 'the server closed the connection',
    hint: `Is the limit written into the code? Set ${slow.field} of your http.Server to the setting ${slow.setting}.`,
    evidence: [
      pointAt(context.files, new RegExp(`\\b${slow.field}\\b`)) ??
        pointAt(context.files, /http\.Server\{/, 'the server'),
      server.log.evidence,
    ],
  });
}

/** Awaits the close while bytes go on dribbling: a limit that every byte renews would never strike. */
async function closes(connection: RawConnection, dribbles: boolean, ms: number): Promise<boolean> {
  const timer = setInterval(() => dribbles && void connection.write('a'), 50);
  try {
    return await connection.closed(ms);
  } finally {
    clearInterval(timer);
  }
}

function notAnswered(server: Server, connection: RawConnection): never {
  fail({
    summary: 'GET /whoami was not answered on a plain connection.',
    expected: 'an answer of the starter’s route /whoami',
    actual: connection.received === '' ? 'nothing came' : connection.received.slice(0, 200),
    hint: 'Does every layer call next.ServeHTTP? Try it: PORT=9000 go run ., then curl -i 127.0.0.1:9000/whoami.',
    evidence: [server.log.evidence],
  });
}

function keptOpen({ files }: CheckContext, server: Server, slow: Slow, afterAll: boolean): never {
  const waited = (boundMs + lookOnMs) / 1000;
  fail({
    summary: afterAll
      ? `${slow.what}: it is cut off, but much later than $${slow.setting} says.`
      : `${slow.what}: its connection stays open.`,
    expected: `with ${slow.setting}=${settingMs}ms the server closes the connection soon after ${settingMs} ms`,
    actual: afterAll
      ? `it was still open after ${boundMs / 1000} seconds`
      : `it was still open after ${waited} seconds`,
    hint: `Set ${slow.field} of your http.Server to the setting ${slow.setting}. ${slow.why}`,
    evidence: [
      pointAt(files, new RegExp(`\\b${slow.field}\\b`)) ??
        pointAt(files, /http\.Server\{|ListenAndServe/, 'the server'),
      server.log.evidence,
    ],
  });
}
