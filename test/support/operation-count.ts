import { Session } from 'node:inspector/promises';

/**
 * Counts how many blocks of our code run during an action (function bodies, branches, bodies of loops, as V8 counts them for
 * coverage): a measure of work that is the same on every machine. Functions that were compiled before the call, because
 * they had run, are not counted well; so make the counter first, and one for each file of tests.
 */
export async function operationCounter(): Promise<(action: () => unknown) => Promise<number>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  /** Since the last call. */
  const take = async (): Promise<number> => {
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const ours = result.filter(({ url }) => url.includes('/src/'));
    const ranges = ours.flatMap(({ functions }) => functions.flatMap((f) => f.ranges));
    return ranges.reduce((sum, { count }) => sum + count, 0);
  };
  return async (action) => {
    await take();
    await action();
    return take();
  };
}
