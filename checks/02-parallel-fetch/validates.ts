import { check, failIf } from '#kit';
import { wrongBadRequest } from './findings/validates.ts';
import { openScene } from './scene.ts';

/** As in stage 01: an id is a positive decimal integer. */
const malformed = ['abc', '0', '-1', '1.5'];

export const validates = check(
  'validates',
  'answers 400 to a malformed id without asking an upstream',
  { lesson: 'What you build' },
  async (context) => {
    const scene = await openScene(context);
    for (const id of malformed) {
      scene.timeline.restart();
      scene.timeline.tell('we', `→ GET /api/dashboard/${id}`);
      const reply = await scene.get(id);
      failIf(wrongBadRequest(scene.seen(id, reply), reply));
    }
  },
);
