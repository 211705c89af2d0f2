/** Clients that would take forever are cut off. */
import { type CheckContext, check, fail, failIf, type RawConnection } from '#kit';
import { plain, wrongDefault } from './findings/settings/defaults.ts';
import { cutOffEarly, keptOpen, type SlowClient, whoamiUnanswered } from './findings/slow-clients.ts';
import { noHurry, type Scene, start } from './scene.ts';

const settingMs = 300;
/** Less than the setting's default of 5 s, so that a constant shows. */
const boundMs = 4_000;
/** How much longer we watch, to tell "too late" from "never". */
const watchMs = 2_500;
/** Twice the default. */
const neverMs = 10_000;
const attempts = 3;
/** With a setting of a minute nothing is cut off: how long we watch for a short limit that is written into the code. */
const patientMs = 3_000;

export const slowClients = check(
  'slow-clients',
  'cuts off clients that dribble their headers, and closes idle connections',
  { level: 'stretch', lesson: 'Slow clients' },
  async (context) => {
    // Side by side, but reported in this order, whichever ends first.
    const verdicts = await Promise.allSettled([
      cutsOff(context, dribbling),
      cutsOff(context, idle),
      followsSetting(context, dribbling),
      followsSetting(context, idle),
      byDefault(context),
    ]);
    for (const verdict of verdicts) if (verdict.status === 'rejected') throw verdict.reason;
  },
);

type Slow = SlowClient & {
  /** Begins; false if the server does not do its part. */
  opens(connection: RawConnection): Promise<boolean>;
};

const dribbling: Slow = {
  setting: 'READ_HEADER_TIMEOUT',
  field: 'ReadHeaderTimeout',
  kind: 'dribbling',
  async opens(connection) {
    await connection.write('GET /whoami HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    return true;
  },
};

const idle: Slow = {
  setting: 'IDLE_TIMEOUT',
  field: 'IdleTimeout',
  kind: 'idle',
  async opens(connection) {
    await connection.write('GET /whoami HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    return connection.until(/\r\n\r\n[\s\S]*\S/);
  },
};

const aMinute = { READ_HEADER_TIMEOUT: '60s', IDLE_TIMEOUT: '60s' };

async function cutsOff(context: CheckContext, slow: Slow): Promise<void> {
  for (let n = 1; n <= attempts; n++) {
    const scene = await start(context, { ...aMinute, [slow.setting]: `${settingMs}ms` });
    const connection = await connect(context, scene);
    if (!(await slow.opens(connection))) fail(whoamiUnanswered(scene.seen(), connection.received));
    if (await closes(connection, slow, boundMs)) return;
    const closedLater = await closes(connection, slow, watchMs);
    const stillOpenMs = closedLater ? boundMs : boundMs + watchMs;
    if (!closedLater || n === attempts) fail(keptOpen(scene.seen(), slow, { settingMs, stillOpenMs, closedLater }));
  }
}

/** The setting decides, not a constant that happens to be short. Timers never fire early, so a slow machine changes nothing. */
async function followsSetting(context: CheckContext, slow: Slow): Promise<void> {
  const scene = await start(context, { ...aMinute, ...noHurry });
  const connection = await connect(context, scene);
  if ((await slow.opens(connection)) && (await closes(connection, slow, patientMs)))
    fail(cutOffEarly(scene.seen(), slow, patientMs));
}

/** Where the code says that it is five seconds, the scenes above have seen that it is taken. */
async function byDefault(context: CheckContext): Promise<void> {
  if (plain('READ_HEADER_TIMEOUT', context.source)) return;
  const scene = await start(context, { ...aMinute, ...noHurry, READ_HEADER_TIMEOUT: undefined });
  const connection = await connect(context, scene);
  const begun = performance.now();
  await dribbling.opens(connection);
  const closed = await closes(connection, dribbling, neverMs);
  failIf(wrongDefault('READ_HEADER_TIMEOUT', closed ? performance.now() - begun : undefined, scene.seen()));
}

async function connect({ defer }: CheckContext, { http, server }: Scene): Promise<RawConnection> {
  const connection = await http.connect(server.url('/'));
  defer(() => connection.destroy());
  return connection;
}

/** Awaits the close while bytes go on dribbling: a limit that every byte renews would never strike. */
async function closes(connection: RawConnection, { kind }: SlowClient, ms: number): Promise<boolean> {
  const timer = setInterval(() => kind === 'dribbling' && void connection.write('a'), 50);
  try {
    return await connection.closed(ms);
  } finally {
    clearInterval(timer);
  }
}
