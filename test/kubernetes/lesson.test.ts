/** Every command of the lesson about Deployments, on the test cluster, which has the place of the reader's own. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type Lesson, lesson } from '../lessons/lesson.ts';
import { finishedFolder, givenFolder, patience, run, scriptOf } from '../lessons/session.ts';
import { describeWithDocker } from '../testbed/docker.ts';
import { temporary } from '../workspace/course.ts';

const context = process.env.GO_CLOUD_WORKSHOP_CONTEXT;
const stage = '06-kubernetes-deployment';
const { commands } = lesson(stage);
/** A name of its own: other tests bring other images under the contract's name into the same cluster. */
const [contract, own] = ['go-cloud-workshop/user-service:v1', 'go-cloud-workshop/user-service:lesson'] as const;
/** Which of the lesson's commands says this. */
const at = (words: string) => commands.findIndex(({ text }) => text.includes(words));

await describeWithDocker('the lesson about Deployments', (env) => {
  /** In a namespace of this run's own, which goes at the end; `kind` loads an image as this cluster wants it. */
  async function typed(under: string, folder: string, lines: Lesson['commands']) {
    const namespace = `lesson-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
    const load = (env.GO_CLOUD_WORKSHOP_LOAD_IMAGE ?? '').replaceAll('{archive}', '"$saved"');
    const kind = path.join(under, 'kind');
    writeFileSync(kind, `#!/bin/bash\nset -e\nsaved=$(mktemp); docker save "$3" -o "$saved"\n${load}\nrm "$saved"\n`);
    chmodSync(kind, 0o755);
    const environment = { ...env, KUBECONFIG: path.join(under, 'kubeconfig'), PATH: `${under}:${env.PATH}` };
    const begin = [
      `KUBECONFIG=${env.KUBECONFIG} kubectl config view --raw --minify --context ${context} >"$KUBECONFIG"`,
      `kubectl create namespace ${namespace}`,
      `kubectl config set-context --current --namespace=${namespace}`,
      `trap 'docker rmi -f ${own} >/dev/null 2>&1; kubectl delete namespace ${namespace} --wait=false >/dev/null' EXIT`,
    ].join('\n');
    const script = scriptOf({ commands: lines }, [
      [/(?<=namespaces?[/ ])default\b/g, namespace],
      [/^kubectl rollout status .*$/gm, '$& --timeout=180s'],
      [new RegExp(contract, 'g'), own],
    ]);
    return run(`${begin}\n${script}`, folder, environment);
  }

  it.skipIf(!context)(
    'works on the reference answer, and no request fails',
    async () => {
      const under = temporary();
      finishedFolder(under, '05-scratch-image');
      const { exit, output } = await typed(under, underOwnName(finishedFolder(under, stage)), commands);
      expect(exit, output).toBe(0);
      // What `sort | uniq -c` counts, and the request that was in flight.
      expect(output).toMatch(/^ +60 \{"status":"alive"\}$/m);
      expect(output).toMatch(/\{"status":"done"\}/);
      // Why the pods are unready, in their log and among the events.
      expect(output).toMatch(/"?not ready"? reason="database: /);
      expect(output).toMatch(/Readiness probe failed: HTTP probe failed with statuscode: 503/);
    },
    patience + 60_000,
  );

  it.skipIf(!context)(
    'shows on the starter what its sections are about',
    async () => {
      const under = temporary();
      finishedFolder(under, '05-scratch-image');
      const folder = givenFolder(under, stage);
      const mend = (file: string, from: string, to: string) => ({
        text: `sed -i 's|${from}|${to}|' k8s/${file}.yaml`,
        line: 0,
      });
      const slices = lines();
      const { exit, output } = await typed(under, folder, [
        ...slices.started,
        // The image can't be pulled, which the events say: only that ends this wait.
        {
          text: "until kubectl get events | grep -E 'ErrImagePull|ErrImageNeverPull|ImagePullBackOff'; do :; done",
          line: 0,
        },
        { text: 'kubectl describe pod -l app=user-service', line: 0 },
        // The default for latest, Always, would outlast it.
        mend('deployment', 'image: .*', `image: ${own}\\n          imagePullPolicy: IfNotPresent`),
        ...slices.running,
        mend('service', 'app.kubernetes.io/name', 'app'),
        mend('service', 'targetPort: web', 'targetPort: http'),
        { text: 'kubectl apply -f k8s/', line: 0 },
        ...slices.watched,
      ]);
      expect(exit, output).toBe(0);
      // Requests were lost: some of the sixty, and the one in flight.
      expect(output).toMatch(/^ +\d+ Error from server .*no endpoints available/m);
      expect(output).not.toMatch(/\{"status":"done"\}/);
    },
    patience + 60_000,
  );
});

function underOwnName(folder: string): string {
  const file = path.join(folder, 'k8s/deployment.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(contract, own));
  return folder;
}

/** What a reader types up to the place where the old manifest has shown its losses. */
function lines() {
  const [build, apply, wait, watch] = [
    at('docker build -t'),
    at('kubectl get pods'),
    at('get endpointslices'),
    at('seq 60'),
  ];
  return {
    started: commands.slice(build, apply + 1),
    running: commands.slice(wait, wait + 1),
    watched: commands.slice(watch, watch + 2),
  };
}
