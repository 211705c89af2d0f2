import { check, describe, fail } from '#kit';
import { expectJsonType } from './error-bodies.ts';
import { dashboard, names, openFakes, startWith } from './fakes.ts';
import { handlerRoute, where } from './places.ts';

/** As in stage 01: what is no positive decimal integer is malformed. */
const malformed = ['abc', '0', '-1', '1.5'];

export const validates = check(
  'validates',
  'answers 400 to a malformed id, and asks nobody',
  { lesson: 'What you build' },
  async (context) => {
    const fakes = await openFakes(context);
    const server = await startWith(context, fakes);
    for (const id of malformed) {
      fakes.story.restart();
      fakes.story.tell('we', `→ GET /api/dashboard/${id}`);
      const reply = await context.http.get(dashboard(server, id));
      const asked = names.filter((name) => fakes[name].requests.length > 0);
      const evidence = [
        reply.evidence,
        fakes.story.evidence,
        where(context.files, /parseID|strconv\.|PathValue/, handlerRoute),
      ];
      if (asked.length > 0)
        fail({
          summary: `GET /api/dashboard/${id} made the program ask ${asked.join(' and ')}, although ${id} is no id.`,
          expected: 'status 400, and no request to any upstream',
          actual: `${asked.map((name) => `${name} was asked`).join(', ')}; ${describe(reply)}`,
          hint: 'Look at the id first: r.PathValue("id"), then parseID, then return before any request is made.',
          evidence,
        });
      if (reply.outcome === 'answered' && reply.status === 400 && hasError(reply.json)) {
        expectJsonType(context, reply, evidence.slice(0, 2));
        continue;
      }
      fail({
        summary: `GET /api/dashboard/${id} was not answered with 400 and an error in JSON.`,
        expected: 'status 400 with {"error":"…"}',
        actual: describe(reply),
        hint: 'An id is a positive decimal integer: strconv.ParseInt and a look at its sign tell.',
        evidence,
      });
    }
  },
);

const hasError = (json: unknown) =>
  typeof json === 'object' && json !== null && typeof (json as { error?: unknown }).error === 'string';
