import { expect, it } from 'vitest';
import { toolboxImage } from '../../../../src/harness/kubernetes/toolbox/source.ts';
import { toolboxObjects, upstreamUrls } from '../../../../src/harness/kubernetes/toolbox/toolbox.ts';

it('plays each fake behind a Service of the declared name and port, on a port of its own', () => {
  const fakes = [
    { service: 'db', port: 5432 },
    { service: 'queue', port: 80 },
    { service: 'replica', port: 5432 },
  ];
  const [pod, , ...services] = toolboxObjects('n', 'i', fakes) as { metadata: { name: string }; spec: never }[];
  expect(services.map(({ metadata, spec }) => [metadata.name, (spec as { ports: unknown }).ports])).toEqual([
    ['db', [{ port: 5432, targetPort: 10_000 }]],
    ['queue', [{ port: 80, targetPort: 10_001 }]],
    ['replica', [{ port: 5432, targetPort: 10_002 }]],
  ]);
  expect(pod).toMatchObject({ spec: { containers: [{ args: ['db:10000', 'queue:10001', 'replica:10002'] }] } });
});

it('is a namespace’s own upstream', () => {
  expect(upstreamUrls({ GATE_URL: '/gate' })).toEqual({
    GATE_URL: 'http://go-cloud-workshop-toolbox:8090/upstream/gate',
  });
  expect(upstreamUrls(undefined)).toEqual({});
});

it('has an image that is named after its content', () => {
  expect(toolboxImage()).toMatch(/^go-cloud-workshop\/toolbox:[0-9a-f]{12}$/);
});
