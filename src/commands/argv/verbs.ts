/** All verbs of the command line: how to call them, what they do, and examples for --help. */
import type { Verb } from './verb.ts';

const yes: [string, string] = ['-y, --yes', 'do it without asking'];

export const verbs: Verb[] = [
  {
    usage: 'start [stage]',
    about:
      'Create the workshop folder and copy the starters into it (or one of them).\nYour own work is never overwritten: a file you changed is kept, and the fresh one is put next to it.',
    examples: ['start', 'start 01-http-server', 'start --dir ~/code/workshop'],
    load: () => import('../start.ts'),
  },
  {
    usage: 'list',
    about: 'Show the stages with their state, checks passed and points.',
    options: [['--json', 'as JSON (a stable schema)']],
    examples: ['list', "list --json | jq '.stages[].state'"],
    load: () => import('../list.ts'),
  },
  {
    usage: 'check [stage]',
    about: 'Grade a stage: the one named, else the one you are in, else the one you worked on last.',
    options: [
      ['--path <folder>', 'grade any folder; progress is not kept'],
      ['--watch', 'check again after every save, until Ctrl+C'],
      ['--only <ids...>', 'only these checks, and those that must pass before them'],
      [
        '--reporter <name[=file]>',
        'pretty (default), jsonl, problems, junit, tap, ctrf, sarif, github, gitlab, gradescope, classroom50, markdown or html, on the screen or into a file; can be repeated',
        'repeated',
      ],
      ['--json', 'how it ended, as one JSON document (a stable schema)'],
      ['--allow-blocked', 'exit 0 when something is blocked but nothing failed'],
      ['--all', 'every stage you have started'],
      ['--context <name>', 'the Kubernetes context to use'],
      ['--load-image <command>', 'how an image gets into your cluster'],
    ],
    examples: [
      'check',
      'check 01-http-server --watch',
      'check 01 --only health create-user',
      'check 01 --path ~/code/my-service --reporter jsonl',
      "check --all --json | jq '.stages[].outcome'",
      'check --all --reporter pretty --reporter junit=out.xml',
      'check --all --reporter html={stage}.html',
    ],
    load: () => import('../check.ts'),
  },
  {
    usage: 'hint [stage]',
    about:
      'The next hint for the first check that failed last time. Ask again for more:\nfirst a pointer, then the part of the lesson, then the part of the solution.',
    options: [
      ['--check <id>', 'for this check instead of the first that failed'],
      ['--json', 'as JSON'],
    ],
    examples: ['hint', 'hint 02-parallel-fetch', 'hint 01 --check health'],
    load: () => import('../hint.ts'),
  },
  {
    usage: 'solution [stage]',
    about: 'The reference answer, or how your files differ from it. Asks first while the stage is unfinished.',
    options: [['--diff', 'the changes from your files to the answer'], yes],
    examples: ['solution 01', 'solution --diff', 'solution 03-middleware --yes | less'],
    load: () => import('../solution.ts'),
  },
  {
    usage: 'reset [stage]',
    about: 'Replace your files with the fresh starter. Asks first, and keeps a copy for "undo".',
    options: [yes],
    examples: ['reset', 'reset 02 --yes'],
    load: () => import('../reset.ts'),
  },
  {
    usage: 'undo',
    about: 'Undo the last reset or update of your files. Run it again for the one before.',
    examples: ['undo'],
    load: () => import('../undo.ts'),
  },
  {
    usage: 'report [stage]',
    about: "Your own numbers beside the lesson's claims.",
    options: [
      ['--cold', 'measure a build from an empty cache too (up to a minute)'],
      ['--markdown', 'as Markdown'],
      ['--json', 'as JSON'],
    ],
    examples: ['report', 'report 01 --cold', 'report --markdown > numbers.md'],
    load: () => import('../report.ts'),
  },
  {
    usage: 'doctor',
    about: 'What this machine has and lacks for the workshop, and how to get it.',
    options: [['--json', 'as JSON']],
    examples: ['doctor', 'doctor --json'],
    load: () => import('../doctor.ts'),
  },
  {
    usage: 'verify [stages...]',
    about:
      'For authors and CI: every starter fails, every solution and accepted program\npasses, every rejected one fails the check it is named for; titles and hints follow the wording rules.',
    options: [
      ['--program <parts...>', 'only programs whose name contains one of these'],
      ['--changed <revision>', 'only stages affected by changes since a git revision'],
      ['--shard <i/n>', 'the i-th of n parts that take about the same time, by test/submissions/times.json'],
      ['--solutions <times>', 'judge each solution so many times: it must get the same verdicts every time'],
      ['--full', 'judge rejected programs by all checks, not only by those up to the one they are named for'],
      ['--sample', 'starters, solutions, accepted programs and one rejected program a check'],
      ['--rest', 'the programs that --sample leaves out'],
      [
        '--jobs <n>',
        'programs side by side (default: as many as memory and this process bear, at most 8; 3 on a cluster)',
      ],
      [
        '--reporter <name[=file]>',
        'pretty (default), jsonl, junit, tap, ctrf, sarif, github, gitlab, markdown or html: programs as test cases; can be repeated',
        'repeated',
      ],
      ['--allow-skipped', 'exit 0 when programs were skipped but none was judged wrongly'],
      ['--table <file>', 'which programs fail which check: .md or .csv'],
      ['--badge <file>', 'the right verdicts of all, as JSON for a badge of shields.io'],
      ['--record-times', 'keep how long each program took, for --shard'],
      ['--json', 'as JSON'],
    ],
    examples: [
      'verify',
      'verify 01-http-server',
      'verify 01 --program rejected/health solution',
      'verify --changed HEAD',
      'verify --shard 1/3 --solutions 3',
      'verify --full --table table.md --badge badge.json',
    ],
    load: () => import('../verify.ts'),
  },
  {
    usage: 'new <stage>',
    about: 'For authors: create a new stage in all its folders, ready for "verify".',
    examples: ['new 07-grpc'],
    load: () => import('../new.ts'),
  },
  {
    usage: 'completion <shell>',
    about:
      'A script that completes verbs, options, stages, checks and reporters in bash,\nzsh, fish or PowerShell. It says in its first lines how to install it.',
    examples: ['completion bash', 'completion fish'],
    load: () => import('../completion.ts'),
  },
  {
    usage: 'complete [words...]',
    about: 'What the script of "completion" asks: how the last of these words can go on, one candidate a line.',
    options: [['--blank', 'the last word is an empty one']],
    examples: ['complete -- check 01 --only he'],
    hidden: true,
    load: async () => (await import('../completion/complete.ts')).completing(verbs),
  },
];
