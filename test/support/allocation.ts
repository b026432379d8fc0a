import { type HeapProfiler, Session } from 'node:inspector';

/** How often code is given the chance to become hot. */
const ROUNDS = 10;

/**
 * Bytes that one call allocates on the JavaScript heap on average, garbage included, once its code is hot: the least that was
 * seen in some rounds of calls. Only what happens inside of the calls is counted, whatever else the process does.
 */
export function bytesPerCall(call: () => void, calls = 2000): number {
  const measured = () => {
    for (let i = 0; i < calls; i++) call();
  };
  for (let round = 0; round < ROUNDS; round++) measured();
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS && least > 0; round++) {
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
