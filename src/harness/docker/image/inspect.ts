/** Reads an image's configuration and history. */
import type Dockerode from 'dockerode';
import type { Image } from '../../../kit/index.ts';

export async function inspectImage(client: Dockerode, id: string): Promise<Image> {
  const { Os, Architecture, Config, Id } = await client.getImage(id).inspect();
  const history = await client.getImage(id).history();
  return {
    id: Id,
    os: Os,
    architecture: Architecture,
    user: Config.User ?? '',
    entrypoint: words(Config.Entrypoint),
    cmd: words(Config.Cmd),
    env: Object.fromEntries((Config.Env ?? []).map(pair)),
    workingDir: Config.WorkingDir || '/',
    labels: Config.Labels ?? {},
    onBuild: Config.OnBuild ?? [],
    exposed: Object.keys(Config.ExposedPorts ?? {}),
    history: history.map(({ CreatedBy }: { CreatedBy: string }) => CreatedBy).reverse(),
  };
}

const words = (value: string | string[] | undefined | null) => (Array.isArray(value) ? value : value ? [value] : []);

function pair(setting: string): [string, string] {
  const equals = setting.indexOf('=');
  return [setting.slice(0, equals), setting.slice(equals + 1)];
}
