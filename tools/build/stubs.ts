/** Packages that only unused features need: the bundle has an error message in their place. */
import type { Plugin } from 'rolldown';

const reasons: Record<string, string> = {
  'react-devtools-core': 'the React developer tools are not part of the bundle',
  ssh2: 'DOCKER_HOST=ssh://… is not supported; forward the socket instead: ssh -L ./docker.sock:/var/run/docker.sock HOST',
};

export function stubs(): Plugin {
  return {
    name: 'stubs',
    resolveId: (id) => (id in reasons ? `\0stub:${id}` : undefined),
    load(id) {
      const reason = id.startsWith('\0stub:') ? reasons[id.slice('\0stub:'.length)] : undefined;
      if (!reason) return undefined;
      const message = JSON.stringify(reason);
      return `const refuse = () => { throw new Error(${message}); };\nexport default { connectToDevTools: refuse, initialize: refuse };\nexport class Client { constructor() { refuse(); } }\n`;
    },
  };
}
