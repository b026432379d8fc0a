/** How much larger than offline the largest step may be: live, changes come some milliseconds earlier or later. */
const STEP_TOLERANCE = 1.25;
/** The same for changes between steps, which depend more on the moment; a click makes them a hundred times as large. */
const BEND_TOLERANCE = 2;
/** Bytes that a thousand cycles may leave beyond a few cycles; leaking one Program per cycle leaves many times as much. */
const MOST_BYTES = 1e6;

/**
 * Checks that the browser counts the gaps that were made on purpose.
 *
 * @param {any} playback
 */
export function judgeStall(playback) {
  if (playback === null) return ['this browser counts no underruns'];
  return playback.underruns > 0 ? [] : ['no underrun was counted'];
}

/**
 * The reasons why a soak of swaps failed; empty if it passed.
 *
 * @param {any} report
 * @param {any} control the same without the node
 */
export function judgeSwaps(report, control) {
  return [
    ...judgePlayback('the swaps', report.playback, control.playback),
    ...(report.faults.length > 0 ? [`faults: ${report.faults[0]}`] : []),
    ...(report.notFinite > 0 ? [`${report.notFinite} samples that are no numbers`] : []),
    ...(report.done === 0 ? ['no change of models came to its end'] : []),
    ...(report.readings === 0 ? ['no reading of the meters was heard'] : []),
    ...(report.largestStep > STEP_TOLERANCE * report.offlineStep
      ? [`a step of ${report.largestStep}, offline ${report.offlineStep} at most`]
      : []),
    ...(report.largestBend > BEND_TOLERANCE * report.offlineBend
      ? [`a bend of ${report.largestBend}, offline ${report.offlineBend} at most`]
      : []),
  ];
}

/**
 * @param {any} report
 * @param {any} control no instances
 */
export function judgeInstances(report, control) {
  return [
    ...judgePlayback('playing', report.playing, control.playing),
    ...judgePlayback('one more coming and going', report.changing, control.changing),
    ...(report.faults.length > 0 ? [`faults: ${report.faults[0]}`] : []),
  ];
}

/**
 * @param {any} report
 * @param {number} bytes by which the page's heap grew, beyond what a few cycles leave of code that was loaded
 */
export function judgeCycles(report, bytes) {
  return [
    ...Object.entries(report)
      .filter(([, left]) => left > 2)
      .map(([what, left]) => `${left} ${what} are left`),
    ...(bytes > MOST_BYTES ? [`the heap grew by ${Math.round(bytes)} bytes`] : []),
  ];
}

/**
 * Underruns beyond the rate that the machine has without a node.
 *
 * @param {string} what
 * @param {any} playback
 * @param {any} control
 */
function judgePlayback(what, playback, control) {
  if (playback === null) return [`${what}: this browser counts no underruns`];
  const expected = Math.ceil((control.underruns * playback.seconds) / Math.max(1, control.seconds));
  if (playback.underruns <= expected) return [];
  return [`${what}: ${playback.underruns} underruns in ${playback.seconds.toFixed(0)} s, without us ${expected}`];
}
