import { check, inText } from '#kit';
import { codeOf } from './findings/answer.ts';
import { expectAnswer, openApi } from './scene.ts';

const hint = 'writeJSON(w, http.StatusOK, map[string]string{"status": "ok"}) sends exactly that.';

/** GET /health → 200, application/json, {"status":"ok"} compared as JSON. */
export const health = check(
  'health',
  'answers GET /health with {"status":"ok"}',
  { lesson: 'JSON out' },
  async (context) => {
    const api = await openApi(context);
    const answer = await api.get('/health');
    const code = codeOf(answer).find(inText(/status/));
    expectAnswer(answer, { code }).status(200);
    expectAnswer(answer, { hint, code }).json({ status: 'ok' });
  },
);
