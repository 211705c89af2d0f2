/** What formats without a published validator demand, as their documentation says. */
import * as z from 'zod/mini';

/** https://docs.gitlab.com/ci/testing/code_quality/: a repeated fingerprint hides the later issue, a path has no "./". */
export const gitlabSchema = z.pipe(
  z.array(
    z.looseObject({
      description: z.string().check(z.minLength(1)),
      check_name: z.string().check(z.minLength(1)),
      fingerprint: z.string().check(z.minLength(1)),
      severity: z.enum(['info', 'minor', 'major', 'critical', 'blocker']),
      location: z.object({
        path: z.string().check(z.regex(/^(?!\.?\/)./)),
        lines: z.object({ begin: z.int().check(z.positive()) }),
      }),
    }),
  ),
  z
    .array(z.any())
    .check(
      z.refine((issues) => new Set(issues.map((one) => one.fingerprint)).size === issues.length, 'a fingerprint twice'),
    ),
);

/** https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
export const gradescopeSchema = z.strictObject({
  execution_time: z.int(),
  stdout_visibility: z.enum(['hidden', 'after_due_date', 'after_published', 'visible']),
  output: z.optional(z.string()),
  tests: z.array(
    z.strictObject({
      number: z.string(),
      name: z.string(),
      status: z.optional(z.enum(['passed', 'failed'])),
      score: z.optional(z.number()),
      max_score: z.optional(z.number()),
      output: z.string(),
      output_format: z.enum(['text', 'html', 'simple_format', 'md', 'ansi']),
      tags: z.array(z.string()),
      extra_data: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
});

const instant = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/));
const named = z.string().check(z.minLength(1));
const score = z.int().check(z.nonnegative());

/** https://github.com/foundation50/classroom50, schemas/result-v1.schema.json, and what its validators add: scores at most their maximum. */
export const classroom50Schema = z
  .strictObject({
    schema: z.literal('classroom50/result/v1'),
    classroom: named,
    assignment: named,
    assignment_type: z.enum(['individual', 'group']),
    owner: named,
    submission: z.string().check(z.regex(/^submit\//)),
    commit: named,
    release: named,
    review: named,
    datetime: instant,
    graded_at: z.optional(instant),
    score,
    'max-score': score,
    tests: z.array(z.looseObject({ 'test-name': named, passed: z.boolean(), score, 'max-score': score })),
  })
  .check(
    z.refine((result) => result.score <= result['max-score'], 'more points than there are'),
    z.refine((result) => result.tests.every((one) => one.score <= one['max-score']), 'more points than a test has'),
  );
