import { describe, expect, it } from 'vitest';
import type { ClusterChoice } from '../../../../src/harness/kubernetes/context.ts';
import { loadImage } from '../../../../src/harness/kubernetes/image/load.ts';

describe('how an image gets there', () => {
  async function loading(kind: string, context: string, custom?: string, codes: (number | undefined)[] = [0, 0, 0]) {
    const ran: string[] = [];
    const result = await loadImage(
      { kind, context } as ClusterChoice,
      '/t/image.tar',
      'a/b:v1',
      custom,
      async (command, args) => {
        ran.push([command, ...args].join(' '));
        const code = codes[ran.length - 1];
        return code === undefined
          ? undefined
          : { code, signal: null, ms: 1, output: 'some output\nthe last line', timedOut: false };
      },
    );
    return { ran, result };
  }

  it.each([
    ['kind', 'kind-dev', 'kind load image-archive /t/image.tar --name dev'],
    ['minikube', 'minikube', 'minikube image load /t/image.tar -p minikube'],
    ['k3d', 'k3d-x', 'k3d image import /t/image.tar -c x'],
    ['docker', 'docker-desktop', 'docker load -i /t/image.tar'],
  ])('%s', async (kind, context, command) =>
    expect(await loading(kind, context)).toEqual({ ran: [command], result: { ok: true, value: 'a/b:v1' } }),
  );

  it('by a command of the learner’s', async () => {
    expect((await loading('other', 'x', 'ctr images import {archive}')).ran).toEqual([
      'ctr images import /t/image.tar',
    ]);
    expect((await loading('other', 'x', 'load-it')).ran).toEqual(['load-it /t/image.tar']);
  });

  it('through a registry, under another name', async () => {
    const { ran, result } = await loading('other', 'x', 'registry:127.0.0.1:5000/me/');
    expect(ran).toEqual([
      'docker load -i /t/image.tar',
      'docker tag a/b:v1 127.0.0.1:5000/me/a/b:v1',
      'docker push 127.0.0.1:5000/me/a/b:v1',
    ]);
    expect(result).toEqual({ ok: true, value: '127.0.0.1:5000/me/a/b:v1' });
  });

  it('tries the next way, and says what went wrong with all of them', async () => {
    expect((await loading('rancher-desktop', 'rancher-desktop', undefined, [undefined, 0])).result.ok).toBe(true);
    const { result } = await loading('rancher-desktop', 'rancher-desktop', undefined, [undefined, 1]);
    expect(result).toMatchObject({
      ok: false,
      lack: { what: expect.stringMatching(/nerdctl is not installed.*the last line/) },
    });
  });

  it('asks for the way where it is not known', async () => {
    expect((await loading('other', 'home')).result).toMatchObject({
      lack: { fix: expect.stringContaining('--load-image') },
    });
  });
});
