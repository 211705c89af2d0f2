/** What keeps us from an engine, and how to mend it: apart, and never called missing when it is only stopped or forbidden. */
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../../src/harness/docker/engine/discovery.ts';
import { UnusableEndpoint } from '../../../../src/harness/docker/engine/discovery.ts';
import { type EndpointFault, engineLack, unusableLack } from '../../../../src/harness/docker/engine/lacks.ts';

const linux = { platform: 'linux', installed: false } as const;
const socketPath = '/var/run/docker.sock';
const usual: Endpoint = {
  origin: `Docker (${socketPath})`,
  chosen: false,
  address: { socketPath },
  cli: { DOCKER_HOST: `unix://${socketPath}` },
};
const chosen: Endpoint = { ...usual, origin: 'DOCKER_HOST', chosen: true };
const failed = (fault: EndpointFault, endpoint = usual) => ({ endpoint, fault });

it('is missing only where nothing was found', () => {
  expect(engineLack([], linux)).toMatchObject({
    need: 'docker',
    state: 'missing',
    what: 'No Docker engine was found.',
  });
  expect(engineLack([], linux).fix).toContain('apt-get install');
  expect(engineLack([], { platform: 'darwin', installed: false }).fix).toContain('colima start');
});

it('is stopped where it is installed and has no socket, or refuses the connection', () => {
  const without = engineLack([], { platform: 'linux', installed: true });
  expect(without).toMatchObject({ state: 'stopped', fix: 'Start it: sudo systemctl start docker.' });
  const refused = engineLack([failed({ kind: 'refused' })], linux);
  expect(refused).toMatchObject({ state: 'stopped', fix: 'Start it: sudo systemctl start docker.' });
  expect(refused.what).toContain(socketPath);
});

it('is forbidden where the user may not use it', () => {
  const lack = engineLack([failed({ kind: 'refused' }), failed({ kind: 'forbidden' })], linux);
  expect(lack).toMatchObject({ state: 'forbidden', what: expect.stringContaining('may not use') });
  expect(lack.fix).toContain('usermod -aG docker');
  expect(lack.fix).not.toContain('may not');
});

it('does not take a pipe that is not there for an installed engine', () => {
  const windows = { platform: 'win32', installed: false } as const;
  expect(engineLack([failed({ kind: 'no-socket' })], windows).state).toBe('missing');
  expect(engineLack([failed({ kind: 'no-socket' })], { ...windows, installed: true }).state).toBe('stopped');
});

it('needs Linux containers', () => {
  const lack = engineLack([failed({ kind: 'not-linux', os: 'windows' })], { platform: 'win32', installed: true });
  expect(lack).toMatchObject({ state: 'unsuitable', fix: expect.stringContaining('Switch to Linux containers') });
});

describe('an engine that was chosen', () => {
  const causes: [EndpointFault, string, string][] = [
    [{ kind: 'no-socket' }, 'stopped', 'Start it'],
    [{ kind: 'refused' }, 'stopped', 'Start it'],
    [{ kind: 'forbidden' }, 'forbidden', 'usermod'],
    [{ kind: 'silent' }, 'unreachable', 'Start it'],
    [{ kind: 'unknown-host' }, 'unreachable', 'Check the name'],
    [{ kind: 'not-linux', os: 'windows' }, 'unsuitable', 'Linux containers'],
    [{ kind: 'other', detail: 'EPIPE' }, 'unreachable', 'Start it'],
  ];
  it.each(causes)('%j is %s', (fault, state, fix) => {
    const lack = engineLack([failed(fault, chosen)], linux);
    expect(lack).toMatchObject({ need: 'docker', state, fix: expect.stringContaining(fix) });
    expect(lack.what).toContain(`DOCKER_HOST: unix://${socketPath}`);
    expect(lack.fix).toContain('unset DOCKER_HOST');
  });

  it('by a context is unchosen by docker context', () => {
    const context: Endpoint = { ...chosen, origin: 'docker context colima', cli: { DOCKER_CONTEXT: 'colima' } };
    expect(engineLack([failed({ kind: 'no-socket' }, context)], linux).fix).toContain('docker context use default');
  });
});

it('says which addresses can’t be dialled, and what to do instead', () => {
  expect(unusableLack(new UnusableEndpoint('behind-ssh', 'ssh://me@there'))).toMatchObject({
    state: 'unsuitable',
    what: expect.stringContaining('ssh://me@there'),
    fix: expect.stringContaining('ssh -N -L'),
  });
  expect(unusableLack(new UnusableEndpoint('malformed', 'tcp://'))).toMatchObject({
    what: expect.stringContaining('not the address'),
    fix: expect.stringContaining('DOCKER_HOST'),
  });
});
