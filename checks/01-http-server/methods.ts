import { attempt, type CheckContext, check, failIf } from '#kit';
import type { Answer } from './findings/answer.ts';
import { notRefused, notUnknown, wrongAllow } from './findings/methods.ts';
import { type Api, expectAnswer, openApi, seed } from './scene.ts';

/** Wrong method on a known path → 405 with Allow; unknown path → 404. */
export const methods = check(
  'methods',
  'refuses wrong methods with 405 and Allow, and unknown paths with 404',
  { lesson: 'Routes: method and path' },
  async (context) => {
    const api = await openApi(context);
    const path = `/api/users/${await seedOrAny(context, api)}`;
    const wrong: [method: string, path: string, allowed: string[]][] = [
      ['POST', '/health', ['GET']],
      ['DELETE', '/health', ['GET']],
      ['PATCH', '/api/users', ['GET', 'POST']],
      ['POST', path, ['GET']],
    ];
    for (const [method, at, allowed] of wrong) expectNotAllowed(await api.ask(method, at), method, allowed);
    for (const at of ['/nope', '/healthy', '/api/nope']) expectUnknown(await api.get(at));
    const below = await api.get(`${path}/nothing`);
    // A program that takes all that follows /api/users/ for the id may call it malformed.
    if (below.reply.status !== 400) expectUnknown(below);
  },
);

/** A router that looks the user up before the method needs one that exists; where none can be created, 1 will do. */
async function seedOrAny({ signal }: CheckContext, api: Api): Promise<string> {
  const seeded = await attempt(seed(api));
  signal.throwIfAborted();
  return seeded.ok ? seeded.value : '1';
}

function expectNotAllowed(answer: Answer, method: string, allowed: readonly string[]): void {
  expectAnswer(answer, notRefused(answer)).status(405);
  failIf(wrongAllow(answer, method, allowed));
}

function expectUnknown(answer: Answer): void {
  expectAnswer(answer, notUnknown(answer)).status(404);
}
