/**
 * The part of the Web Audio Modules 2.0 interface that an effect offers and a host uses, in our own words: the package
 * `@webaudiomodules/api` need not be installed to use our types.
 */

/** What a host can know of a WAM without running it. */
export interface WamDescriptor extends Readonly<Record<WamPort, boolean>> {
  /** Unique among all WAMs. */
  readonly identifier: string;
  /** What people call it. */
  readonly name: string;
  /** Who makes it. */
  readonly vendor: string;
  /** Its own version. */
  readonly version: string;
  /** Version of the WAM interface. */
  readonly apiVersion: string;
  /** Address of a picture; empty where there is none. */
  readonly thumbnail: string;
  /** Words to search for. */
  readonly keywords: string[];
  /** Whether it makes sound from notes. */
  readonly isInstrument: boolean;
  /** What it does, in a sentence. */
  readonly description: string;
  /** Address of more about it. */
  readonly website: string;
}

/** Names of the descriptor's answers to what goes in and comes out. */
export type WamPort = `has${'Audio' | 'Midi' | 'Sysex' | 'Osc' | 'Mpe' | 'Automation'}${'Input' | 'Output'}`;

/** The value of a parameter, in its own unit or from 0 to 1. */
export interface WamParameterData {
  /** The parameter's id. */
  readonly id: string;
  /** In its own unit, or from 0 to 1. */
  readonly value: number;
  /** Whether the value is from 0 to 1. */
  readonly normalized: boolean;
}

/** An event at a time of the context's clock in seconds; without one, at once. */
export interface WamEvent {
  /** `wam-automation` for a change of a parameter; others are ignored. */
  readonly type: string;
  /** WamParameterData, for automation. */
  readonly data: unknown;
  /** Seconds of the context's clock. */
  readonly time?: number;
}

/** What a host can know of a parameter. */
export interface WamParameterInfo {
  /** What programs call it. */
  readonly id: string;
  /** What people call it. */
  readonly label: string;
  /** Number or switch. */
  readonly type: 'float' | 'boolean';
  /** In its own unit, as all values here. */
  readonly defaultValue: number;
  /** Lowest value. */
  readonly minValue: number;
  /** Highest value. */
  readonly maxValue: number;
  /** Distance of the values that it can take; 0 for any value between. */
  readonly discreteStep: number;
  /** Bend of a knob for it; 0 for none. */
  readonly exponent: number;
  /** Names of its values; empty for a number. */
  readonly choices: string[];
  /** Unit to show; may be empty. */
  readonly units: string;
  /** From the parameter's unit to 0 … 1. */
  normalize(value: number): number;
  /** From 0 … 1 to the parameter's unit. */
  denormalize(share: number): number;
  /** The value in words, with its unit. */
  valueString(value: number): string;
}
