/** Records what is called in the learner's packages. */
import { driverFiles, driverMain } from '../../../src/harness/driver/source.ts';
import { modulePath } from '../../../src/harness/go/overlay.ts';
import type { CheckContext, DrivenProgram, Driver } from '../../../src/kit/index.ts';
import type { Shared } from './shared.ts';
import type { Lane } from './trace.ts';

export function recordDriver({ driver, files, defer }: CheckContext, lane: Lane, { trace }: Shared): Driver {
  return {
    async start(calls, folder) {
      const server = trace.id();
      const added = driverFiles(modulePath(files) ?? '', calls);
      const begun = lane.begin({ do: 'drive', server, files: added, target: driverMain(calls) });
      const start = await driver.start(calls, folder);
      begun.end();
      if (start.kind !== 'started') return start;
      defer(() => lane.note({ do: 'kill', server }));
      return { kind: 'started', program: recorded(start.program, server, lane) };
    },
  };
}

function recorded(program: DrivenProgram, server: number, lane: Lane): DrivenProgram {
  return {
    log: program.log,
    call: (call, ...args) =>
      lane.during({ do: 'call', server, question: { call, args } }, () => program.call(call, ...args)),
    goroutines: () => lane.during({ do: 'call', server, question: {} }, () => program.goroutines()),
  };
}
