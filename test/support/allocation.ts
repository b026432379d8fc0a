import { type HeapProfiler, Session } from 'node:inspector';

/** Rounds of calls before the first measurement, in which code becomes hot. */
const WARM_ROUNDS = 10;
/** Rounds that are measured at most: on a busy machine the optimizing compiler, a thread of its own, comes late. */
const MEASURED_ROUNDS = 40;
/** Bytes per call below which a call allocates nothing; a single boxed number takes twelve. */
const NOTHING = 1;

/**
 * Bytes that one call allocates on the JavaScript heap on average, garbage included, once its code is hot: the least that was
 * seen in some rounds of calls. Only what happens inside of the calls is counted, whatever else the process does.
 */
export function bytesPerCall(call: () => void, calls = 2000): number {
  const measured = () => {
    for (let i = 0; i < calls; i++) call();
  };
  for (let round = 0; round < WARM_ROUNDS; round++) measured();
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MEASURED_ROUNDS && least >= NOTHING; round++) {
    least = Math.min(least, bytesAllocatedBy(measured) / calls);
  }
  return least;
}

function bytesAllocatedBy(measured: () => void): number {
  const session = new Session();
  session.connect();
  session.post('HeapProfiler.startSampling', {
    samplingInterval: 64,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  measured();
  let bytes = Number.NaN;
  // On the same thread the answer comes before `post` returns.
  session.post('HeapProfiler.stopSampling', (error, result) => {
    if (error) throw error;
    bytes = bytesBelow(result.profile.head, measured.name, false);
  });
  session.disconnect();
  return bytes;
}

/** Bytes allocated by a function and all that it calls. */
function bytesBelow(node: HeapProfiler.SamplingHeapProfileNode, name: string, inside: boolean): number {
  const below = inside || node.callFrame.functionName === name;
  return node.children.reduce((sum, child) => sum + bytesBelow(child, name, below), below ? node.selfSize : 0);
}
