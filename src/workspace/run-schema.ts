/** The shape of a saved run: everything that is shown of it must be there. */
import * as z from 'zod/mini';

const at = z.object({ file: z.string(), line: z.number(), column: z.optional(z.number()) });

const evidence = z.object({
  kind: z.enum(['http', 'log', 'goroutines', 'race', 'diff', 'files', 'events', 'code']),
  title: z.string(),
  text: z.string(),
  at: z.optional(at),
});

const finding = z.object({
  summary: z.string(),
  expected: z.optional(z.string()),
  actual: z.optional(z.string()),
  hint: z.optional(z.string()),
  evidence: z.array(evidence),
});

const need = z.union([
  z.enum(['go', 'cgo', 'docker', 'kubernetes', 'posix-signals', 'disk']),
  z.object({ port: z.number() }),
  z.object({ openFiles: z.number() }),
]);

const lack = z.object({
  need,
  state: z.enum(['missing', 'stopped', 'forbidden', 'too-old', 'unsuitable', 'unreachable', 'taken', 'exhausted']),
  what: z.string(),
  fix: z.string(),
});

const verdict = z.discriminatedUnion('status', [
  z.object({ status: z.literal('passed'), ms: z.number(), notes: z.array(z.string()) }),
  z.object({ status: z.literal('failed'), ms: z.number(), finding }),
  z.object({ status: z.literal('blocked'), needs: need, because: z.string(), lack }),
  z.object({ status: z.literal('skipped'), after: z.string() }),
  z.object({
    status: z.literal('errored'),
    ms: z.number(),
    error: z.object({ message: z.string(), stack: z.optional(z.string()) }),
  }),
]);

const check = z.object({
  id: z.string(),
  title: z.string(),
  points: z.number(),
  level: z.enum(['required', 'stretch']),
  state: z.enum(['waiting', 'running', 'passed', 'failed', 'blocked', 'skipped', 'errored']),
  verdict: z.optional(verdict),
  log: z.array(z.object({ source: z.enum(['build', 'app', 'docker', 'kubernetes']), line: z.string() })),
  logged: z.number(),
});

export const savedRun = z.object({
  stage: z.string(),
  checks: z.array(check).check(z.minLength(1)),
  measures: z.record(z.string(), z.object({ value: z.number(), unit: z.enum(['ms', 'bytes', 'count']) })),
  outcome: z.optional(z.enum(['passed', 'failed', 'incomplete', 'errored'])),
  ms: z.optional(z.number()),
});

export type SavedRun = z.infer<typeof savedRun>;
