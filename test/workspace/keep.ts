/** A process of its own: increments a number in the progress N times. */
import { changeStage } from '../../src/workspace/progress.ts';

const [config = '', state = '', id = '', times = '0'] = process.argv.slice(2);
for (let n = 0; n < Number(times); n += 1) {
  await changeStage({ config, state }, { id, folder: '/x' }, 'http-server', (stage) => ({
    ...stage,
    hints: { ...stage.hints, health: (stage.hints.health ?? 0) + 1 },
  }));
}
