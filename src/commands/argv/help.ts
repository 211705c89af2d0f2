/** What the help says below the verbs. */
import { commandLine } from '../../words/command-line.ts';

export const documentation = 'https://github.com/go-cloud-workshop/go-cloud-workshop#readme';

const environment: [names: string, about: string][] = [
  ['GO_CLOUD_WORKSHOP_DIR', 'the workshop folder, as --dir'],
  ['GO_CLOUD_WORKSHOP_CONTEXT', 'the Kubernetes context, as --context'],
  ['GO_CLOUD_WORKSHOP_LOAD_IMAGE', 'how an image gets there, as --load-image'],
  ['GO_CLOUD_WORKSHOP_BUILD_SECONDS', 'how long an image may be built (900)'],
  ['DOCKER_HOST, KUBECONFIG', 'your Docker engine, your clusters'],
  ['NO_COLOR, FORCE_COLOR', 'never colours, always colours'],
  ['INK_SCREEN_READER', 'a terminal UI to be read aloud'],
  ['VISUAL, EDITOR', 'the editor that the terminal UI opens'],
  ['XDG_CONFIG_HOME, XDG_STATE_HOME', 'where your progress is kept'],
];

const exitCodeWords: [code: string, about: string][] = [
  ['0', 'passed'],
  ['1', 'a required check failed'],
  ['2', 'wrong usage, or incomplete: something was blocked or skipped'],
  ['70', 'a bug of ours'],
  ['130', 'interrupted'],
];

const rows = (all: readonly (readonly [string, string])[], width: number) =>
  all.map(([name, about]) => `  ${name.padEnd(width)}${about}`).join('\n');

export const moreHelp = (): string => `
"${commandLine('help <verb>')}" shows the options and examples of a verb.

Exit codes:
${rows(exitCodeWords, 5)}

Environment:
${rows(environment, 33)}

Documentation: ${documentation}`;
