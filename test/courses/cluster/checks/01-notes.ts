/** A stage of another course: nothing under src/ knows its names, port, image or dependencies. */
import { check, fail, stage } from '#kit';

const cluster = { needs: ['go', 'kubernetes'] as ['go', 'kubernetes'], exclusive: true, timeoutMs: 240_000 };

const rollsOut = check('rolls-out', 'rolls out', cluster, async ({ kubernetes }) => {
  const { rollout } = await kubernetes.cluster();
  if (!rollout.ok) fail({ summary: `It does not roll out: ${rollout.fault.kind}.`, evidence: rollout.evidence });
});

const greets = check('greets', 'passes on the greeting it gets', cluster, async ({ kubernetes }) => {
  const { get } = await kubernetes.cluster();
  let answer = await get('http://notes:7070/greeting');
  for (let tries = 0; answer.status !== 200 && tries < 50; tries += 1) answer = await get('http://notes:7070/greeting');
  if (answer.status !== 200) fail({ summary: 'It does not greet.', actual: answer.error ?? `status ${answer.status}` });
});

const needsCache = check('needs-cache', 'is unready while its cache is away', cluster, async ({ kubernetes }) => {
  const { fake, awaitPods, getFrom, evidence } = await kubernetes.cluster();
  await fake('cache', 'down');
  const away = await awaitPods((pods) => pods.length > 0 && pods.every(({ ready }) => !ready));
  await fake('cache', 'up');
  const back = await awaitPods((pods) => pods.length > 0 && pods.every(({ ready }) => ready));
  const [pod] = back.pods;
  const alive = pod && (await getFrom(pod, '/live'));
  if (!away.reached || !back.reached || alive?.status !== 200)
    fail({ summary: 'It does not follow its cache.', evidence: await evidence() });
});

export default stage({
  title: 'Notes in a cluster',
  needs: [],
  cluster: {
    deployment: 'notes',
    image: 'registry.test/course/notes:v3',
    port: 9000,
    fakes: [
      { service: 'cache', port: 6379 },
      { service: 'queue', port: 80 },
    ],
    upstreams: { GREETER_URL: '/greetings/today' },
  },
  checks: [rollsOut, greets, needsCache],
});
