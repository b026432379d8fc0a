/**
 * The part of the Web Audio Modules 2.0 interface that an effect offers and a host uses, in our own words: the package
 * `@webaudiomodules/api` need not be installed to use our types.
 */

/** What a host can know of a WAM without running it. */
export interface WamDescriptor extends Readonly<Record<WamPort, boolean>> {
  readonly identifier: string;
  readonly name: string;
  readonly vendor: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly thumbnail: string;
  readonly keywords: string[];
  readonly isInstrument: boolean;
  readonly description: string;
  readonly website: string;
}

/** Names of the descriptor's answers to what goes in and comes out. */
export type WamPort = `has${'Audio' | 'Midi' | 'Sysex' | 'Osc' | 'Mpe' | 'Automation'}${'Input' | 'Output'}`;

/** The value of a parameter, in its own unit or from 0 to 1. */
export interface WamParameterData {
  readonly id: string;
  readonly value: number;
  readonly normalized: boolean;
}

/** An event at a time of the context's clock in seconds; without one, at once. */
export interface WamEvent {
  readonly type: string;
  readonly data: unknown;
  readonly time?: number;
}

/** What a host can know of a parameter. */
export interface WamParameterInfo {
  readonly id: string;
  readonly label: string;
  readonly type: 'float' | 'boolean';
  readonly defaultValue: number;
  readonly minValue: number;
  readonly maxValue: number;
  readonly discreteStep: number;
  readonly exponent: number;
  readonly choices: string[];
  readonly units: string;
  /** From the parameter's unit to 0 … 1. */
  normalize(value: number): number;
  /** From 0 … 1 to the parameter's unit. */
  denormalize(share: number): number;
  /** The value in words, with its unit. */
  valueString(value: number): string;
}
