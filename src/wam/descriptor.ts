import { VERSION } from '../live/version.js';
import type { WamDescriptor } from './wam-api.js';

/** Facts about the WAM for its hosts. */
export const DESCRIPTOR: WamDescriptor = {
  identifier: 'org.dilatone.amp',
  name: 'Dilatone',
  vendor: 'Dilatone',
  version: VERSION,
  apiVersion: '2.0.0',
  thumbnail: '',
  keywords: ['amp', 'distortion', 'effect', 'guitar', 'nam', 'neural', 'wavenet'],
  isInstrument: false,
  description: 'Plays WaveNets, temporal convolution networks and captures of guitar amplifiers (.nam files).',
  website: 'https://www.npmjs.com/package/dilatone',
  hasAudioInput: true,
  hasAudioOutput: true,
  hasAutomationInput: true,
  hasAutomationOutput: false,
  hasMidiInput: false,
  hasMidiOutput: false,
  hasMpeInput: false,
  hasMpeOutput: false,
  hasOscInput: false,
  hasOscOutput: false,
  hasSysexInput: false,
  hasSysexOutput: false,
};

/** Facts about the WAM of a rig for its hosts. */
export const RIG_DESCRIPTOR: WamDescriptor = {
  ...DESCRIPTOR,
  identifier: 'org.dilatone.rig',
  name: 'Dilatone Rig',
  keywords: [...DESCRIPTOR.keywords, 'cabinet', 'pedalboard', 'rig'],
  description: 'Plays a chain of captures of guitar amplifiers (.nam files), cabinets and effects.',
};
