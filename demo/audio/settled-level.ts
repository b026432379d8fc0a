import type { IAnalyserNode, IAudioContext } from 'standardized-audio-context';

/** Between two looks at the sound of an input that was opened. */
const LOOK_MS = 15;
/** So many looks in a row must find it fit to be heard. */
const GOOD_LOOKS = 4;
/** An input that is too loud for longer is loud: the guitar is played. */
const PATIENCE_MS = 600;
/** A linear peak above this is the burst of a device that starts. */
const BURST = 0.95;

/**
 * Resolves when the sound at an analyser is fit to be heard: finite, and without the burst that some devices start with. It waits
 * for as long as the context is suspended; `given` ends the wait without a result.
 */
export async function levelSettles(
  analyser: IAnalyserNode<IAudioContext>,
  context: Pick<IAudioContext, 'currentTime' | 'state'>,
  given: () => boolean,
): Promise<void> {
  const samples = new Float32Array(analyser.fftSize);
  let waitedMs = 0;
  let goodLooks = 0;
  let time = context.currentTime;
  while (given() && goodLooks < GOOD_LOOKS && waitedMs < PATIENCE_MS) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    if (context.state === 'closed') return;
    if (context.currentTime === time) continue;
    time = context.currentTime;
    waitedMs += LOOK_MS;
    analyser.getFloatTimeDomainData(samples);
    goodLooks = samples.every((sample) => Math.abs(sample) < BURST) ? goodLooks + 1 : 0;
  }
}
