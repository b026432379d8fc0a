import type { InspectRequest } from './arguments.js';
import type { Io } from './io.js';
import { withWorkbench } from './work/create-workbench.js';

/** `dilatone inspect`: prints what a model file contains, and what running it costs. */
export async function inspect(request: InspectRequest, io: Io): Promise<void> {
  io.stdout.write(await withWorkbench(io, (workbench) => workbench.inspect(request)));
}
