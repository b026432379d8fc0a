import { Session } from 'node:inspector/promises';
import { relative } from 'node:path/posix';
import { fileURLToPath } from 'node:url';
import { ROOT } from './sources.js';

/**
 * Files of `src` and `worklets` in which a named function ran during an action, sorted. Top-level code of modules and
 * its callbacks have no name, so a file that is only imported does not count. Helpers of the test runner do not count
 * either.
 */
export async function filesThatRun(action: () => unknown): Promise<string[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
    await action();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const ran = result.filter(({ functions }) =>
      functions.some(({ functionName, ranges }) => ranges[0].count > 0 && /^(?!__vi)./.test(functionName)),
    );
    const files = new Set(ran.map(({ url }) => relative(ROOT, url.startsWith('file:') ? fileURLToPath(url) : url)));
    return [...files].filter((file) => /^(src|worklets)\//.test(file)).sort();
  } finally {
    session.disconnect();
  }
}
