import type { Block } from '../block.js';
import { CompressorBlock } from './compressor-block.js';
import { DcBlock } from './dc-block.js';
import { EqualizerBlock } from './equalizer-block.js';
import { GainBlock } from './gain-block.js';
import { GateBlock } from './gate-block.js';
import { HighPassBlock } from './high-pass-block.js';
import { ToneBlock } from './tone-block.js';

/** Blocks that are made of nothing but numbers. */
export type EffectType = 'gate' | 'tone' | 'equalizer' | 'highpass' | 'dc' | 'compressor' | 'gain';

/**
 * Makes a block of two channels. `values` has its parameters in the order of `BLOCK_PARAMETERS`; those that are missing have
 * their default. Parameters follow within 10 ms; how the sound is cut into blocks changes no bit, and equal channels stay equal.
 */
export function createEffectBlock(type: EffectType, values: ArrayLike<number>, sampleRate: number): Block {
  switch (type) {
    case 'gate':
      return new GateBlock(values, sampleRate);
    case 'tone':
      return new ToneBlock(values, sampleRate);
    case 'equalizer':
      return new EqualizerBlock(values, sampleRate);
    case 'highpass':
      return new HighPassBlock(values, sampleRate);
    case 'dc':
      return new DcBlock(sampleRate);
    case 'compressor':
      return new CompressorBlock(values, sampleRate);
    case 'gain':
      return new GainBlock(values, sampleRate);
  }
}
