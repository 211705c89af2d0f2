/** Packages that only unused features need: the bundle has an error message in their place. */
import path from 'node:path';
import type { Plugin } from 'rolldown';

const reasons: Record<string, string> = {
  'react-devtools-core': 'the React developer tools are not part of the bundle',
  'ajv/dist/2020.js': 'saved state is checked by zod, not by a schema of conf',
  'ajv-formats': 'saved state is checked by zod, not by a schema of conf',
  'dockerode/lib/session': 'a build with credentials (gRPC) is not part of the bundle: images are built without',
  'dockerode/lib/buildkit': 'what BuildKit says is read by our own src/harness/docker/build/trace.ts',
  'socks-proxy-agent': 'a cluster behind a SOCKS proxy is not supported; an HTTP proxy is',
  ssh2: 'DOCKER_HOST=ssh://… is not supported; forward the socket instead: ssh -L ./docker.sock:/var/run/docker.sock HOST',
};

export function stubs(): Plugin {
  return {
    name: 'stubs',
    resolveId: (id, importer) => {
      const beside = importer?.includes('/dockerode/') ? path.posix.join('dockerode/lib', id) : id;
      const name = [id, beside].find((one) => one in reasons);
      return name && `\0stub:${name}`;
    },
    load(id) {
      const reason = id.startsWith('\0stub:') ? reasons[id.slice('\0stub:'.length)] : undefined;
      if (!reason) return undefined;
      const message = JSON.stringify(reason);
      return `const refuse = () => { throw new Error(${message}); };\nexport default Object.assign(refuse, { connectToDevTools: refuse, initialize: refuse });\nexport class Client { constructor() { refuse(); } }\nexport { Client as Ajv2020, Client as SocksProxyAgent };\n`;
    },
  };
}
