import { describe, expect, it } from 'vitest';
import { parseModel } from '../../src/formats/parse-model.js';
import type { OutputMode } from '../../src/model/model.js';
import { calibratedInputGain, outputGain } from '../../src/model/output-gain.js';
import { A1, makeWaveNetFile } from '../support/make-wavenet.js';

const info = { metadata: { loudnessDb: -24.5, inputLevelDbu: 14.5, outputLevelDbu: 10 } };
const silent = { metadata: {} };

describe('the gain behind a model', () => {
  it('is none where it plays raw', () => {
    for (const any of [info, silent]) expect(outputGain(any, 'raw')).toEqual({ gainDb: 0, reason: null });
  });

  it('brings its loudness to −18 dB where it is normalized', () => {
    expect(outputGain(info, 'normalized')).toEqual({ gainDb: 6.5, reason: null });
    expect(outputGain({ metadata: { loudnessDb: -10 } }, 'normalized').gainDb).toBe(-8);
  });

  it('brings full scale of the interface to the level of the device where it is calibrated', () => {
    expect(outputGain(info, 'calibrated', 18)).toEqual({ gainDb: -8, reason: null });
    expect(outputGain(info, 'calibrated')).toEqual({ gainDb: -2, reason: null });
  });

  it('is none, with a reason, where the file does not say enough', () => {
    expect(outputGain(silent, 'normalized')).toEqual({ gainDb: 0, reason: 'The file names no loudness.' });
    expect(outputGain(silent, 'calibrated')).toEqual({ gainDb: 0, reason: 'The file names no output level.' });
  });

  it('knows no other mode', () => {
    expect(() => outputGain(info, 'loud' as OutputMode)).toThrow(RangeError);
  });
});

describe('the calibrated gain before a model', () => {
  it('brings full scale of the interface to the level at which the device was captured', () => {
    expect(calibratedInputGain(info, 18)).toEqual({ gainDb: 3.5, reason: null });
    expect(calibratedInputGain(info)).toEqual({ gainDb: -2.5, reason: null });
    expect(calibratedInputGain(silent)).toEqual({ gainDb: 0, reason: 'The file names no input level.' });
  });

  it('is reported with the facts of a model, null where the file says too little', () => {
    const file = makeWaveNetFile(A1.nano, 1);
    const infoWith = (metadata: object) =>
      parseModel(new TextEncoder().encode(JSON.stringify({ ...file, metadata }))).info.outputGainsDb;
    expect(infoWith({ loudness: -20, output_level_dbu: 15 })).toEqual({ raw: 0, normalized: 2, calibrated: 3 });
    expect(infoWith({})).toEqual({ raw: 0, normalized: null, calibrated: null });
  });
});
