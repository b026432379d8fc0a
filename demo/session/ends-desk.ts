import * as v from 'valibot';
import { type EndsState, INITIAL_ENDS, LEAST_VOLUME_DB, MOST_TRIM_DB, MOST_VOLUME_DB } from '../ends-state.js';
import { FASTEST_BPM, MOST_BEATS, SLOWEST_BPM } from '../practice/beats.js';
import type { Desk } from './desk.js';

const KEY = 'dilatone-ends';

const between = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most));

/** What is kept for the next visit. Trim belongs to the player's guitar; that of built-in sounds and files is not kept. */
const KEPT = v.object({
  trimDb: between(-MOST_TRIM_DB, MOST_TRIM_DB),
  socket: v.picklist(['auto', 'mix', 0, 1]),
  outputId: v.string(),
  volumeDb: between(LEAST_VOLUME_DB, MOST_VOLUME_DB),
  tunerMutes: v.boolean(),
  dryBesideWet: v.boolean(),
  bpm: v.pipe(between(SLOWEST_BPM, FASTEST_BPM), v.integer()),
  beats: v.pipe(between(1, MOST_BEATS), v.integer()),
  accent: v.boolean(),
  clickDb: between(-60, 6),
});

/** Changes what the page shows of the ends, and keeps the settings among it for the next visit. */
export function setEnds(desk: Desk, changes: Partial<EndsState>): void {
  const ends = { ...desk.state.ends, ...changes };
  desk.store.update({ ends });
  const { trimsDb, socket, output, volumeDb, tunerMutes, dryBesideWet, metronome } = ends;
  const { bpm, beats, accent, volumeDb: clickDb } = metronome;
  const kept: v.InferOutput<typeof KEPT> = {
    ...{ trimDb: trimsDb.microphone, socket, outputId: output.deviceId, volumeDb, tunerMutes, dryBesideWet },
    ...{ bpm, beats, accent, clickDb },
  };
  const text = JSON.stringify(kept);
  if (text === lastText) return;
  lastText = text;
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // Storage may be forbidden or full; the settings then last until the page is closed.
  }
}

let lastText = '';

/** The ends as the visitor left them; the defaults where nothing is kept, or nothing that this page understands. */
export function keptEnds(): EndsState {
  let result: v.SafeParseResult<typeof KEPT>;
  try {
    lastText = localStorage.getItem(KEY) ?? '';
    result = v.safeParse(KEPT, JSON.parse(lastText));
  } catch {
    return INITIAL_ENDS;
  }
  if (!result.success) return INITIAL_ENDS;
  const { trimDb, socket, outputId, volumeDb, tunerMutes, dryBesideWet, bpm, beats, accent, clickDb } = result.output;
  return {
    ...INITIAL_ENDS,
    ...{ socket, volumeDb, tunerMutes, dryBesideWet },
    trimsDb: { ...INITIAL_ENDS.trimsDb, microphone: trimDb },
    output: { ...INITIAL_ENDS.output, deviceId: outputId },
    metronome: { ...INITIAL_ENDS.metronome, bpm, beats, accent, volumeDb: clickDb },
  };
}
