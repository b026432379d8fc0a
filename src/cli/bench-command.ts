import type { BenchRequest } from './arguments.js';
import type { Io } from './io.js';
import { withWorkbench } from './work/create-workbench.js';
import type { Pace } from './work/measure-model.js';

export type { BenchFigures } from './work/measure-model.js';

/** `dilatone bench`: measures how fast a model runs in this process. */
export async function bench(request: BenchRequest, io: Io, pace?: Pace): Promise<void> {
  io.stdout.write(await withWorkbench(io, (workbench) => workbench.bench(request, pace)));
}
