// The part of the Web Audio Modules 2.0 interface that an effect offers and a host uses. It is declared here so that apps can
// use these types without the package `@webaudiomodules/api`.

/** Facts about a WAM that a host can read without running it. */
export interface WamDescriptor extends Readonly<Record<WamPort, boolean>> {
  /** Unique among all WAMs. */
  readonly identifier: string;
  /** Name to show. */
  readonly name: string;
  /** Vendor to show. */
  readonly vendor: string;
  /** Version of the WAM itself. */
  readonly version: string;
  /** Version of the WAM interface. */
  readonly apiVersion: string;
  /** Address of a picture; empty if there is none. */
  readonly thumbnail: string;
  /** Words to search for. */
  readonly keywords: string[];
  /** Whether it plays notes. */
  readonly isInstrument: boolean;
  /** What it does, in a sentence. */
  readonly description: string;
  /** Address of a page about it. */
  readonly website: string;
}

/** Names of the descriptor's fields about inputs and outputs. */
export type WamPort = `has${'Audio' | 'Midi' | 'Sysex' | 'Osc' | 'Mpe' | 'Automation'}${'Input' | 'Output'}`;

/** The value of a parameter, in its own unit or normalized to 0 … 1. */
export interface WamParameterData {
  /** The parameter's id. */
  readonly id: string;
  /** In the parameter's own unit, or 0 … 1. */
  readonly value: number;
  /** Whether the value is 0 … 1. */
  readonly normalized: boolean;
}

/** An event at a time. */
export interface WamEvent {
  /** `wam-automation` for a change of a parameter; other types are ignored. */
  readonly type: string;
  /** A `WamParameterData` for `wam-automation`. */
  readonly data: unknown;
  /** Seconds of the context's clock (`currentTime`). Now, if it is missing or has passed. */
  readonly time?: number;
}

/** Facts about a parameter for its host. */
export interface WamParameterInfo {
  /** Id for programs. */
  readonly id: string;
  /** Name to show. */
  readonly label: string;
  /** A number or a switch. */
  readonly type: 'float' | 'boolean';
  /** Default value, like all values here in the parameter's own unit. */
  readonly defaultValue: number;
  /** Lowest value. */
  readonly minValue: number;
  /** Highest value. */
  readonly maxValue: number;
  /** Distance between allowed values; 0 where every value of the range is allowed. */
  readonly discreteStep: number;
  /** Exponent of the mapping from a knob to the value; 0 for a linear one. */
  readonly exponent: number;
  /** Names of the values; empty for a number. */
  readonly choices: string[];
  /** Unit to show; empty if there is none. */
  readonly units: string;
  /** Converts from the parameter's unit to 0 … 1. */
  normalize(value: number): number;
  /** Converts from 0 … 1 to the parameter's unit. */
  denormalize(share: number): number;
  /** Formats a value with its unit. */
  valueString(value: number): string;
}
