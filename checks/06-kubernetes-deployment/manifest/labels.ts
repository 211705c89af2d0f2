/** Labels, and what selects by them. */
import type { ManifestObject } from '#kit';

export type Labels = Record<string, unknown>;
/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement */
type Expression = { key: string; operator: string; values?: string[] };
export type Selector = { matchLabels: Labels; matchExpressions: Expression[] };

export const selectorAt = (object: ManifestObject): Selector | undefined => {
  const given = object.get('spec', 'selector') as { matchLabels?: Labels; matchExpressions?: Expression[] } | undefined;
  return given ? { matchLabels: given.matchLabels ?? {}, matchExpressions: given.matchExpressions ?? [] } : undefined;
};

export const templateLabels = (deployment: ManifestObject): Labels =>
  (deployment.get('spec', 'template', 'metadata', 'labels') ?? {}) as Labels;

export const isEmpty = (labels: object): boolean => Object.keys(labels).length === 0;

/** An empty selector selects all. */
export const selects = ({ matchLabels, matchExpressions }: Selector, labels: Labels): boolean =>
  matches(matchLabels, labels) && matchExpressions.every((one) => holds(one, labels));

export const matches = (selector: Labels, labels: Labels): boolean =>
  Object.keys(selector).every((key) => labels[key] === selector[key]);

export function holds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  const value = labels[key] as string | undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  return operator === 'Exists' ? value !== undefined : value === undefined;
}

export const written = (labels: Labels): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}: ${value}`)
    .join(', ') || 'none';
