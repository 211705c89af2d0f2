/**
 * BuildKit's progress as the engine's API sends it: a protobuf message, base64, in `aux` of a line whose id is
 * `moby.buildkit.trace`. Only the fields we show are read. Source: moby/buildkit api/services/control/control.proto,
 * StatusResponse; wire format: https://protobuf.dev/programming-guides/encoding/
 */
export type Trace = {
  vertexes: { digest: string; name: string; started: boolean; completed: boolean; cached: boolean; error: string }[];
  logs: { vertex: string; text: string }[];
};

type Field = { number: number; bytes?: Buffer; varint?: number };

export function readTrace(base64: string): Trace {
  const trace: Trace = { vertexes: [], logs: [] };
  for (const { number, bytes } of fields(Buffer.from(base64, 'base64'))) {
    if (!bytes) continue;
    if (number === 1) trace.vertexes.push(vertex(bytes));
    if (number === 3) trace.logs.push(log(bytes));
  }
  return trace;
}

function vertex(message: Buffer): Trace['vertexes'][number] {
  const all = fields(message);
  const text = (number: number) => all.find((field) => field.number === number)?.bytes?.toString('utf8') ?? '';
  const has = (number: number) => all.some((field) => field.number === number);
  return {
    digest: text(1),
    name: text(3),
    cached: all.some((field) => field.number === 4 && field.varint === 1),
    started: has(5),
    completed: has(6),
    error: text(7),
  };
}

function log(message: Buffer): Trace['logs'][number] {
  const all = fields(message);
  const text = (number: number) => all.find((field) => field.number === number)?.bytes?.toString('utf8') ?? '';
  return { vertex: text(1), text: text(4) };
}

function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; at < message.length; shift *= 128) {
      const byte = message[at] as number;
      at += 1;
      value += (byte & 127) * shift;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (wire === 0) found.push({ number, varint: varint() });
    else if (wire === 2) {
      const length = varint();
      found.push({ number, bytes: message.subarray(at, at + length) });
      at += length;
    } else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else break;
  }
  return found;
}
