/**
 * `manifests` beside kubectl and the API server's own strict dry run: the same verdict on every manifest of the programs here and
 * on 300 that are broken at random, but for the differences that are wanted. Needs the test cluster and kubectl.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/course/own.ts';
import { readManifests } from '../../src/harness/kubernetes/manifests/manifests.ts';
import type { Files, ManifestProblem } from '../../src/kit/index.ts';
import { type Answer, ask, kubectlVersion } from './reader/kubectl.ts';
import { mutants } from './reader/mutations.ts';

const context = process.env.GO_CLOUD_WORKSHOP_CONTEXT;
const version = context && (await kubectlVersion());

/** What we refuse and kubectl takes, and why. */
const stricter: Partial<Record<ManifestProblem['kind'], string>> = {
  'yaml-duplicate-key': 'kubectl takes the last of the two without a word',
  'yaml-after-end': 'kubectl ignores what follows without a word',
  'yaml-structure': 'libyaml ends a document at a line that is further left than its first, and kubectl drops the rest',
  'repeated-entry': 'only server-side apply, which the checker uses, refuses it',
  'duplicate-object': 'the second replaces the first',
  'unknown-kind': 'the contract allows some kinds only',
  'has-namespace': 'the contract wants none',
};

/** What we take and the API server refuses: a value's meaning (422) is for the check that it belongs to, and else for rolls-out. */
const meaning = 'meaning';

type Judged = { name: string; text: string; ours: readonly ManifestProblem[]; theirs: Answer };

const texts = (folder: string): string[] =>
  readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\bk8s\/[^/]+\.ya?ml$/.test(name))
    .map((name) => readFileSync(join(packageRoot, folder, name), 'utf8'));

const corpus = () => {
  const stage = '06-kubernetes-deployment';
  const all = ['solutions', 'exercises', 'test/submissions'].flatMap((folder) => texts(join(folder, stage)));
  return [...new Set(all)];
};
/** What neither of the two shows: differences, and what is alike. */
const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: twice}\nspec: {ports: [{port: 80}]}\n';
const scaler =
  'apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: old}\nspec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: x}}\n';
const breaks = service.replace('{name: twice}', '{name: a} # b\u2028  # c\u0085').replace('v1\n', 'v1\r');
const typed =
  'apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: a, namespace: }\n  spec: {ports: [{port: 80}]}\n';
const proto = service.replace('spec: {', 'spec: {constructor: x, ');
const byHand = [`${service}---\n${service}`, `${service}...\nkind: Service\n`, scaler, breaks, typed, proto];

const solution = () => texts('solutions/06-kubernetes-deployment');

const judgeOurselves = (text: string) =>
  readManifests({ list: () => ['k8s/a.yaml'], read: () => text } as unknown as Files).problems;

describe.skipIf(!version)('the reader of manifests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'go-cloud-workshop-reader-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const judged: Judged[] = [];

  beforeAll(async () => {
    const own = [...corpus(), ...byHand].map((text, number) => ({ name: `corpus ${number}`, text }));
    const all = [...own, ...mutants(solution(), 300)].map((one, number) => {
      const file = join(folder, `m${String(number).padStart(4, '0')}.yaml`);
      writeFileSync(file, one.text);
      return { ...one, file };
    });
    const answers = await ask(
      all.map(({ file }) => file),
      context as string,
    );
    for (const { name, text, file } of all)
      judged.push({
        name: `${basename(file)} ${name}`,
        text,
        ours: judgeOurselves(text),
        theirs: answers.get(file) as Answer,
      });
  }, 300_000);

  const told = ({ name, ours, theirs, text }: Judged) => ({
    name,
    ours: ours.map(({ kind, at, ...more }) => `${at.line}: ${kind} ${JSON.stringify(more)}`),
    theirs: theirs.taken ? 'taken' : theirs.said,
    text: text.split('\n').slice(0, 80).join('\n'),
  });

  it('takes nothing that kubectl or the API server can’t read', () => {
    const laxer = judged.filter(({ ours, theirs }) => ours.length === 0 && !theirs.taken && theirs.by !== meaning);
    expect(laxer.map(told)).toEqual([]);
  });

  it('refuses nothing that they take, but for what is wanted', () => {
    const unwanted = judged.filter(({ ours, theirs }) => theirs.taken && ours[0] && !(ours[0].kind in stricter));
    expect(unwanted.map(told)).toEqual([]);
  });

  it('differs in all that is said to differ', () => {
    const seen = new Set(judged.flatMap(({ ours, theirs }) => (theirs.taken && ours[0] ? [ours[0].kind] : [])));
    expect([...seen].sort()).toEqual(Object.keys(stricter).sort());
  });

  it('was asked about enough of each kind to say so', () => {
    const count = (wanted: (one: Judged) => boolean) => judged.filter(wanted).length;
    expect(count(({ name }) => /\d: /.test(name))).toBe(300);
    expect(count(({ theirs }) => theirs.taken)).toBeGreaterThan(100);
    for (const by of ['reader', 'schema', meaning] as const)
      expect([by, count(({ theirs }) => !theirs.taken && theirs.by === by) > 10]).toEqual([by, true]);
  });

  it('places each of its problems on a line of the file', () => {
    for (const { text, ours } of judged)
      for (const { at } of ours) expect(at.line).toBeLessThanOrEqual(text.split('\n').length);
  });
});
