import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/harness/kubernetes/connection.ts';
import { apiServer } from './api-server.ts';

describe('a cluster', () => {
  it('is there when it answers', async () => {
    const { kubeconfig } = await apiServer();
    expect(await connect({ KUBECONFIG: kubeconfig }, undefined)).toMatchObject({ ok: true });
  });

  it.each([
    [401, 'forbidden'],
    [403, 'forbidden'],
    [500, 'unreachable'],
  ])('that answers %i is %s', async (status, state) => {
    const { kubeconfig } = await apiServer(() => status);
    const answer = await connect({ KUBECONFIG: kubeconfig }, undefined);
    expect(answer).toMatchObject({ ok: false, lack: { need: 'kubernetes', state } });
  });
});
