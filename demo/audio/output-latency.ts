import type { IAudioContext } from 'standardized-audio-context';
import { readPlaybackStats } from '../../src/index.js';

/** The browser's own context inside one of standardized-audio-context, which has no `outputLatency` itself. */
interface Wrapper {
  readonly _nativeContext?: Pick<AudioContext, 'outputLatency'>;
}

/** Seconds from a node's output to the loudspeaker, as far as the browser tells. */
export function outputSeconds(context: IAudioContext): number {
  const native = (context as Wrapper)._nativeContext?.outputLatency;
  // Some report zero until they know.
  const behind = native || readPlaybackStats(context)?.averageLatencySeconds || 0;
  return context.baseLatency + behind;
}
