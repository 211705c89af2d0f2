/** One request's id: in its response, in its handler's context and in the log. */
import { fail, type Reply } from '#kit';
import { unanswered } from '../findings/answers.ts';
import { type Carried, notInContext, notInLog, noValidId } from '../findings/request-id.ts';
import { complaintAbout } from '../log/complaint.ts';
import type { Scene } from '../scene.ts';
import { validId } from './samples.ts';

/** `logs`: ordinary requests leave their line, so that the ids in it can be judged. */
export type IdScene = Scene & { logs: boolean };

/** The id of a response, which has to be valid. `what`: the request, for the finding. */
export async function validIdOf(scene: IdScene, reply: Reply, what: string): Promise<string> {
  const id = reply.header('x-request-id');
  if (validId.test(id)) return id;
  if (reply.outcome === 'answered') return fail(noValidId(scene.saw(reply), { what, id }));
  const complaint = await complaintAbout(reply, scene.server.log);
  return fail(unanswered(scene.saw(reply), { what, complaint }));
}

/** /whoami answered: its handler has found the id in the context, and the log has it, too. */
export async function carriesId(scene: IdScene, reply: Reply, carried: Carried): Promise<void> {
  const found = requestIdIn(reply.json);
  if (found !== carried.id) fail(notInContext(scene.saw(reply), { ...carried, found: found ? 'another' : 'none' }));
  await logsId(scene, reply, '/whoami', carried);
}

const requestIdIn = (json: unknown): unknown =>
  typeof json === 'object' && json !== null && 'request_id' in json ? json.request_id : undefined;

export async function logsId(scene: IdScene, reply: Reply, path: string, carried: Carried): Promise<void> {
  const { logs, log } = scene;
  if (!logs || (await log.lineWithId(carried.id))) return;
  fail(notInLog(scene.saw(reply), { ...carried, path, last: log.lastAbout(path) }));
}
