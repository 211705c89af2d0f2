/** Which code answers a request, and which line wrote the answer. */
import { expect, test } from 'vitest';
import { neverRead } from '../../../checks/common/code/settings.ts';
import { answering } from '../../../checks/common/routes/answering.ts';
import { source } from '../01-http-server/answer.ts';

const main = `package main

func main() {
	mux.HandleFunc("GET /users", list)
	mux.HandleFunc("GET /users/{id}", logged(get))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		write(w, 404, "nothing here, sorry")
	})
}
`;
const handlers = `package main

func list(w http.ResponseWriter, r *http.Request) {
	write(w, 200, all())
}

func get(w http.ResponseWriter, r *http.Request) {
	u, err := find(r.PathValue("id"))
	if err != nil {
		write(w, 400, err.Error())
	}
	write(w, 200, u)
}

func find(id string) (user, error) {
	n, err := strconv.Atoi(id)
	if err != nil {
		return user{}, fmt.Errorf("id %q is not a number", id)
	}
	return users[n], nil
}

func other() {
	write(w, 200, "id is not a number")
}
`;
const code = source({ 'main.go': main, 'handlers.go': handlers });
const get = answering({ method: 'GET', path: '/users/7' }, code);
const lineOf = (evidence: { at?: { file: string; line: number } } | undefined) =>
  evidence?.at && `${evidence.at.file}:${evidence.at.line}`;

test('a pattern is looked for in the handler and what it calls, the nearest first', () => {
  expect(lineOf(get.find(/write\(w, 200/))).toBe('handlers.go:12');
  expect(lineOf(get.find(/strconv\./))).toBe('handlers.go:16');
  expect(lineOf(get.find(/nowhere/))).toBe('handlers.go:7');
  expect(lineOf(get.registered)).toBe('main.go:5');
});

test('a handler without a name is no more than itself', () => {
  const rest = answering({ method: 'GET', path: '/nope' }, code);
  expect(lineOf(rest.find(/write\(/))).toBe('main.go:7');
  expect(rest.source.has(/strconv\./)).toBe(false);
});

test('the text of an answer tells who wrote it, as far as its handler reaches', () => {
  expect(lineOf(get.wrote('{"error":"id \\"abc\\" is not a number"}'))).toBe('handlers.go:18');
  expect(get.wrote('{"error":"something else"}')).toBeUndefined();
  expect(get.wrote('{"status":"ok"}')).toBeUndefined();
});

test('where the route is not found, only what stands in one place is told', () => {
  const unknown = answering(undefined, code);
  expect(lineOf(unknown.find(/strconv\./))).toBe('handlers.go:16');
  expect(unknown.find(/write\(/)).toBeUndefined();
});

test('a setting whose name stands nowhere is told, with the one that is read instead', () => {
  const settings = source({
    'main.go': 'addr := os.Getenv("DATABASE_ADDR")\nport := envOr("PORT", "8080") // DB_ADDR',
  });
  expect(neverRead('PORT', settings)).toBeUndefined();
  const unread = neverRead('DB_ADDR', settings, ['PORT']);
  expect(unread?.hint).toMatch(/reads DATABASE_ADDR instead/);
  expect(unread?.code?.at?.line).toBe(1);
  expect(neverRead('SINK_URL', settings, ['PORT'])).toMatchObject({
    hint: expect.stringMatching(/Getenv/),
    code: undefined,
  });
  expect(neverRead('PORT', source({ 'main.go': 'Port int `env:"PORT"`' }))).toBeUndefined();
});
