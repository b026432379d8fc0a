/** When a model's output comes, and which way up: its own delay and polarity. */
export interface Alignment {
  /** Frames of the model's rate by which the main part of its response comes late, to 1/100; null where one cannot tell. */
  readonly delayFrames: number | null;
  /** Whether a positive sound comes out negative; null where one cannot tell. */
  readonly inverted: boolean | null;
  /** How far the main part of the response stands out, 0 … 1; 0 where one cannot tell. */
  readonly alignmentConfidence: number;
}

/** What is said where one cannot tell. */
export const UNKNOWN: Alignment = { delayFrames: null, inverted: null, alignmentConfidence: 0 };
