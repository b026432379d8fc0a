import { timeLoad } from '../../src/timing/loading.js';
import { encodeFile } from '../../test/support/make-wavenet.js';
import type { LoadResult } from '../report/results.js';
import { shapeOf } from '../shapes.js';

/** Loads a model in a page that has loaded none before, and then `times` times again. */
export async function timeLoads({ shape, times }: { shape: string; times: number }): Promise<LoadResult> {
  const { title, file } = shapeOf(shape);
  const bytes = encodeFile(file());
  const first = await timeLoad(bytes);
  const again = [];
  while (again.length < times) again.push((await timeLoad(bytes)).times);
  return { shape, title, first: first.times, again, sizes: first.sizes };
}
