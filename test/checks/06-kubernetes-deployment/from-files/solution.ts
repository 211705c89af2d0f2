/** The reference manifests, and how a case changes them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listStages } from '../../../../src/course/course.ts';
import { ownCourse } from '../../../../src/course/own.ts';

const solution = listStages(ownCourse).find(({ slug }) => slug === 'kubernetes-deployment')?.solution as string;
const own = (name: string) => readFileSync(join(solution, 'k8s', name), 'utf8');
export const [D, V, P] = [own('deployment.yaml'), own('service.yaml'), own('disruption-budget.yaml')];
export const live = '          livenessProbe:';
export const SEC = D.slice(D.indexOf('          securityContext:\n            allow'));

export function r(text: string, from: string | RegExp, to: string): string {
  if (typeof from === 'string' ? !text.includes(from) : !from.test(text))
    throw new Error(`the solution has no ${from}`);
  return text.replace(from, () => to);
}

/** d, v, p: instead of the solution's Deployment, Service and disruption budget; others are files of their own. */
export type Texts = Record<string, string>;

export type Case = [name: string, first: string, texts: Texts];
