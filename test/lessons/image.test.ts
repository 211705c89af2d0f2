/** Every command of the lesson about images: on the reference answer it works, on the starter it shows what the lesson says. */
import { expect, it } from 'vitest';
import { describeWithDocker } from '../testbed/docker.ts';
import { temporary } from '../workspace/course.ts';
import { lesson } from './lesson.ts';
import { finishedFolder, freePort, givenFolder, run, scriptOf } from './session.ts';

const stage = '05-scratch-image';

await describeWithDocker('the lesson about images', (env) => {
  /** With names and a port of this run's own; nothing of it is left in the engine. */
  async function typed(folder: string, lines: ReturnType<typeof lesson>['commands']) {
    const id = `${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
    const port = String(await freePort());
    const script = scriptOf({ commands: lines }, [
      [/(?<=-p |127\.0\.0\.1:)8080\b/g, port],
      [/\b(look|strict|user-service)\b(?!\/)/g, `$1-${id}`],
    ]);
    const end = `docker rm -f look-${id} strict-${id}; docker rmi -f user-service-${id}`;
    const said = await run(`trap '{ ${end}; } >/dev/null 2>&1' EXIT\n${script}`, folder, env);
    return { ...said, id };
  }

  it('works on the reference answer', async () => {
    const { exit, output } = await typed(finishedFolder(temporary(), stage), lesson(stage).commands);
    expect(exit, output).toBe(0);
    expect(output).toMatch(/HTTP\/1\.1 200 OK[\s\S]*exit 0\n[\s\S]*HTTP\/1\.1 200 OK/);
    // The user of docker top; what go version -m says of the file that was copied out.
    expect(output).toMatch(/^65532\s/m);
    expect(output).toMatch(/^server: go1\.\d+[\s\S]*build\s+-trimpath=true/m);
  });

  it('shows what is wrong with the starter', async () => {
    const { commands } = lesson(stage);
    const last = commands.findIndex(({ text }) => text.includes('docker stop'));
    const { exit, output } = await typed(givenFolder(temporary(), stage), commands.slice(0, last + 1));
    expect(exit, output).toBe(0);
    expect(output).toMatch(/SINK_TOKEN=/);
    expect(output).toMatch(/HTTP\/1\.1 200 OK/);
    expect(output).toMatch(/^(root|0)\s/m);
    expect(output).toMatch(/real\s+\d+m[1-9]\d\.[\s\S]*exit 137/);
  });
});
