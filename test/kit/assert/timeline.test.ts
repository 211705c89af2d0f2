import { describe, expect, test } from 'vitest';
import { timeline } from '#kit';

function clocked(heading?: string) {
  const clock = { now: 0 };
  return { clock, story: timeline('What happened', { heading, now: () => clock.now }) };
}

describe('a timeline', () => {
  test('says who did what when, the names in one column', () => {
    const { clock, story } = clocked('PORT=8080');
    story.tell('client', 'GET /slow');
    clock.now = 1_234;
    story.tell('we', 'SIGTERM');
    expect(story.evidence).toEqual({
      kind: 'events',
      title: 'What happened',
      text: 'PORT=8080\n  +0.000 s  client  GET /slow\n  +1.234 s  we      SIGTERM',
    });
  });

  test('counts from zero, and keeps what came before', () => {
    const { clock, story } = clocked();
    story.tell('we', 'start');
    clock.now = 250;
    expect(story.zero()).toBe(250);
    story.tell('we', 'SIGTERM');
    expect(story.evidence.text).toBe('  -0.250 s  we  start\n  +0.000 s  we  SIGTERM');
  });

  test('forgets everything when it restarts', () => {
    const { clock, story } = clocked();
    story.tell('we', 'before');
    clock.now = 90;
    story.restart();
    story.tell('we', 'after');
    expect(story.evidence.text).toBe('  +0.000 s  we  after');
  });

  test('leaves out the middle of a long story', () => {
    const { story } = clocked();
    for (let n = 1; n <= 50; n++) story.tell('we', `step ${n}.`);
    const { text } = story.evidence;
    expect(text).toContain('step 30.\n… 10 more\n');
    expect(text).toMatch(/step 50\.$/);
  });
});
