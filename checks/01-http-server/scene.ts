/** The service as a client sees it, and what most checks ask of its answers. */
import {
  type CheckContext,
  type ExpectedReply,
  expectReply,
  fail,
  failIf,
  type Json,
  type Reply,
  type Server,
  type StartOptions,
} from '#kit';
import { type Advice, type Answer, codeOf } from './findings/answer.ts';
import { explain } from './findings/explain.ts';
import { notAnArray, notEveryone } from './findings/lists.ts';
import { unanswered } from './findings/unanswered.ts';
import { notAUser, notCreated, otherUser } from './findings/user.ts';
import { idOf, type NewUser, someone, type User, userOf } from './users.ts';

export type Api = {
  readonly server: Server;
  /** `request`: the same in words; method and path where unset. */
  ask(method: string, path: string, request?: string): Promise<Answer>;
  get(path: string, request?: string): Promise<Answer>;
  /** POST /api/users: a string is sent as it is, anything else as JSON. */
  post(body: unknown, request?: string): Promise<Answer>;
  answer(request: string, reply: Reply): Promise<Answer>;
};

const asJson = { 'Content-Type': 'application/json' };

export async function openApi({ app, http, source }: CheckContext, options?: StartOptions): Promise<Api> {
  const server = await app.start(options);
  const answer: Api['answer'] = async (request, reply) => ({
    request,
    reply,
    source,
    aftermath: await aftermathOf(server, reply),
  });
  const ask: Api['ask'] = async (method, path, request = `${method} ${path}`) => ({
    ...(await answer(request, await http.send({ url: server.url(path), method }))),
    asked: { method, path },
  });
  return {
    server,
    answer,
    ask,
    get: (path, request) => ask('GET', path, request),
    async post(body, request = 'POST /api/users') {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const url = server.url('/api/users');
      const reply = await http.send({ url, method: 'POST', headers: asJson, body: text });
      return { ...(await answer(request, reply)), asked: { method: 'POST', path: '/api/users' } };
    },
  };
}

/** A program that still holds the request has not ended: it is asked, once and for all, where. Any other is given a moment to print why. */
async function aftermathOf(server: Server, reply: Reply): Promise<Answer['aftermath']> {
  if (reply.outcome === 'answered') return undefined;
  const { evidence: log } = server.log;
  if (reply.outcome === 'timed-out') return { log, goroutines: await server.dump() };
  return { exit: await server.exited(1000), log: server.log.evidence };
}

/** expectReply, with hints that suit this service. */
export function expectAnswer(answer: Answer, advice: Advice = {}): ExpectedReply {
  const { request, reply } = answer;
  failIf(unanswered(answer));
  return expectReply(reply, { request, explain: (problem) => explain(problem, answer, advice) });
}

/** An error of the contract: the status, and {"error":"…"} with a text. */
export function expectError(answer: Answer, status: number, advice?: Advice): void {
  expectAnswer(answer, advice).status(status).error();
}

/** A user with that name and e-mail, and that id where there is one. */
export function expectUser(answer: Answer, status: number, wanted: NewUser | User, hint?: string): User {
  const document = expectAnswer(answer, { hint }).status(status).json();
  const user = userOf(document) ?? fail(notAUser(answer, document));
  failIf(otherUser(answer, user, wanted));
  return user;
}

/** Each of `wanted` once, and nobody else. */
export function expectEveryone(answer: Answer, wanted: readonly User[]): void {
  const list = expectList(answer);
  failIf(notEveryone(answer, list, wanted));
}

export function expectList(answer: Answer): Json[] {
  const document = expectAnswer(answer).status(200).json();
  return Array.isArray(document) ? document : fail(notAnArray(answer, document));
}

/** 201 or, in checks about something else, any other 2xx: the right one is the business of create-user. */
export function expectTaken(answer: Answer, hint?: string): void {
  if (idOf(answer.reply) !== undefined) return;
  const code = codeOf(answer).find(/RuneCount|len\(.*[nN]ame\)/);
  expectAnswer(answer, { hint, code }).status(201);
}

/**
 * Creates a user for a check about something else. Takes any 2xx and any sign of the id, so that one mistake in
 * POST does not turn every check red; returns the id.
 */
export async function seed(api: Api, user: NewUser = someone()): Promise<string> {
  const answer = await api.post(user, 'POST /api/users (to have a user for this check)');
  const id = idOf(answer.reply);
  if (id === undefined) failIf(unanswered(answer));
  return id ?? fail(notCreated(answer));
}
