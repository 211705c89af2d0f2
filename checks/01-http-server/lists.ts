import { check, failIf } from '#kit';
import { notEmpty } from './findings/lists.ts';
import { expectEveryone, expectList, openApi, seed } from './scene.ts';
import { someone, type User } from './users.ts';

/** GET /api/users → [] at the start, then every user once. */
export const lists = check(
  'lists',
  'lists every user once with GET /api/users',
  { lesson: 'JSON out' },
  async (context) => {
    const api = await openApi(context);
    const empty = await api.get('/api/users', 'GET /api/users before any user exists');
    failIf(notEmpty(empty, expectList(empty)));
    const wanted: User[] = [];
    for (let n = 0; n < 25; n += 1) {
      const user = someone();
      wanted.push({ ...user, id: await seed(api, user) });
    }
    // Twice: a list that is collected in one place for all requests grows with each of them.
    for (const time of ['', ', asked again'])
      expectEveryone(await api.get('/api/users', `GET /api/users with ${wanted.length} users${time}`), wanted);
  },
);
