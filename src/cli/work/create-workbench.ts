import type { Io } from '../io.js';
import { ThreadWorkbench } from './thread-workbench.js';
import { LocalWorkbench, type Workbench } from './workbench.js';

/** A workbench in a thread of its own, or in this one where none can be started. The caller closes it. */
export function createWorkbench({ startThread, signal }: Io): Workbench {
  return startThread ? new ThreadWorkbench(startThread, signal) : new LocalWorkbench(signal);
}

/** Does one piece of work at a workbench of its own. */
export async function withWorkbench<Result>(io: Io, work: (workbench: Workbench) => Promise<Result>): Promise<Result> {
  const workbench = createWorkbench(io);
  try {
    return await work(workbench);
  } finally {
    workbench.close();
  }
}
