import { check, fail } from '#kit';
import { invalid, missing, noFiles } from './findings/manifests.ts';
import { failAtFirst } from './manifest/flaw.ts';
import { flawsOfObjects } from './manifest/held.ts';
import { objectNamed } from './manifest/parts.ts';

/** YAML that parses, objects that Kubernetes knows, both of the contract's among them. Nothing else may reach a cluster. */
export const manifests = check(
  'manifests',
  'describes a Deployment and a Service that Kubernetes knows',
  { gate: true, lesson: 'The contract' },
  async ({ kubernetes, files, source }) => {
    const found = await kubernetes.manifests();
    if (found.files.length === 0) fail(noFiles(files.list()));
    const [first] = found.problems;
    if (first) fail(invalid(found, first, source.show(first.at)));
    for (const kind of ['Deployment', 'Service'] as const) if (!objectNamed(found, kind)) fail(missing(found, kind));
    failAtFirst({ source }, flawsOfObjects(found));
  },
);
