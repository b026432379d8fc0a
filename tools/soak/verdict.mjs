/** How much larger than offline the largest step may be: live, changes come some milliseconds earlier or later. */
const STEP_TOLERANCE = 1.25;
/** The same for changes between steps, which depend more on the moment; a click makes them a hundred times as large. */
const BEND_TOLERANCE = 2;
/**
 * How much larger the largest step of a rig may be than while nothing changes: gains of 6 dB before and after each of two models, and
 * blocks in another order, make it larger without a click. A click is a hundred times as large.
 */
const RIG_STEP_TOLERANCE = 3;
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
 * The reasons why a soak of a rig failed; empty if it passed.
 *
 * @param {any} report
 * @param {any} control the same without the rig
 */
export function judgeRig(report, control) {
  return [
    ...judgePlayback('the rig as it only plays', report.steadyPlayback, control.steadyPlayback),
    // A busy machine makes gaps for whoever needs time on it: changes must not make more.
    ...judgePlayback('the rig as it changes', report.playback, report.steadyPlayback ?? control.playback),
    ...(report.problems.length > 0 ? [`${report.problems.length} problems: ${report.problems[0]}`] : []),
    ...(report.notFinite > 0 ? [`${report.notFinite} samples that are no numbers`] : []),
    ...(report.done === 0 ? ['no change came to its end'] : []),
    ...(report.largestStep > RIG_STEP_TOLERANCE * report.steadyStep
      ? [`a step of ${report.largestStep}, ${report.steadyStep} while nothing changes`]
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
