/**
 * One self-contained page: verdicts, what was seen, the learner's own lines, numbers as bars. Nothing is fetched and no script runs;
 * the policy in its head says so to the browser, whatever a program managed to print.
 */
import { duration, plural } from '../../kit/index.ts';
import { countOf, type Draw, earned, pointsOf, type Report, type Status, type Suite } from '../suites.ts';
import { element, escaped } from '../xml.ts';
import { article } from './article.ts';
import { bars } from './bars.ts';
import { style } from './style.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export const html: Draw = ({ about, suites }) => {
  const title = `${about.tool.name}: ${suites.map(({ id }) => id).join(', ')}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escaped(title)}</h1>
<p class="dim">${escaped(`${about.at.toISOString().slice(0, 16).replace('T', ' ')} UTC · version ${about.tool.version}`)}</p>
</header>
<main>
${suites.map((suite) => section(suite, about)).join('\n')}
</main>
</body>
</html>
`;
};

const outcomes: Record<Suite['outcome'], string> = {
  passed: 'passed',
  failed: 'not yet',
  incomplete: 'not judged completely: this machine lacks something',
  errored: 'no verdict: a bug in the workshop',
};

function section(suite: Suite, about: Report['about']): string {
  const { id, outcome, ms, cases } = suite;
  const counts = (['passed', 'failed', 'blocked', 'skipped', 'errored'] as const satisfies readonly Status[])
    .filter((status) => countOf(cases, status) > 0)
    .map((status) => `${countOf(cases, status)} ${status}`);
  const points = `${earned(cases)} of ${plural(pointsOf(cases), 'point')}`;
  return `<section>
<h2>${escaped(id)} ${element('span', { class: `word ${outcome}` }, [escaped(outcomes[outcome])])}</h2>
<p class="dim">${escaped([...counts, points, duration(ms)].join(' · '))}</p>
${cases.map((one) => article(one)).join('\n')}
${bars(suite, about)}
</section>`;
}
