/**
 * A rig as plain JSON: what is saved, shared and edited. Blocks run in the order in which they are listed. Numbers that are
 * left out have the defaults of `BLOCK_PARAMETERS`.
 */
export interface RigDocument {
  /** Marks the file as a rig. */
  readonly format: 'dilatone-rig';
  /** Version of this format; `readRig` migrates older ones. */
  readonly version: 1;
  /** What the player calls it. */
  readonly name?: string;
  /** Before the first block. */
  readonly input?: RigInput;
  /** The series of blocks. */
  readonly blocks: readonly RigBlock[];
  /** After the last block. */
  readonly output?: RigOutput;
  /** Level in dBu of a full-scale sine at the audio interface; default 12. Only calibrated models use it. */
  readonly interfaceLevelDbu?: number;
  /** Bytes of files that blocks refer to, by SHA-256 of the bytes in lower-case hexadecimal. */
  readonly files?: Readonly<Record<string, EmbeddedFile>>;
}

/** What comes before the first block. */
export interface RigInput {
  /** Gain in dB, −60 … 40; default 0. */
  readonly gainDb?: number;
}

/** What comes after the last block. */
export interface RigOutput {
  /** Gain in dB, −60 … 40; default 0. */
  readonly gainDb?: number;
  /** Level in dBFS that no sample exceeds; default −0.3. Null switches the limiter off. */
  readonly limitDb?: number | null;
}

/** The bytes of a file. */
export interface EmbeddedFile {
  /** Its name; empty if it had none. */
  readonly name: string;
  /** Its bytes in base64. */
  readonly base64: string;
}

/**
 * Which file a block plays. With both, the bytes of that hash are taken where they are at hand, and the address is fetched
 * where they are not.
 */
export interface FileReference {
  /** An address; relative ones are resolved against the rig's own address, or the page's. */
  readonly url?: string;
  /** SHA-256 of the bytes in lower-case hexadecimal: a key of `RigDocument.files`, or of the store of files. */
  readonly sha256?: string;
  /** What to call it where it cannot be loaded. */
  readonly name?: string;
}

/** What all blocks have. */
interface BlockBase {
  /** Unlike that of any other block in the rig, those of parallel paths included; chosen by `readRig` where it is left out. */
  readonly id?: string;
  /** What the player calls it. */
  readonly name?: string;
  /** Whether the sound passes it by; default false. */
  readonly bypass?: boolean;
}

/** How the level of a model's output is chosen; see `OutputMode`. */
export type Leveling = 'raw' | 'normalized' | 'calibrated';

/** A model: an amp, a pedal, or any other network of one or two channels. */
export interface ModelBlock extends BlockBase {
  readonly type: 'model';
  /** The model's file. */
  readonly model: FileReference;
  /** Default `normalized`. */
  readonly level?: Leveling;
  /** Gain in dB before the model, on top of what `level` gives. */
  readonly inputDb?: number;
  /** Gain in dB after the model, on top of what `level` gives. */
  readonly outputDb?: number;
  /** Wet share, 0 … 1. */
  readonly mix?: number;
  /** Runs the model at 2 or 4 times its rate, an instance for each phase, so that its distortion aliases less; default 1. */
  readonly oversampling?: 1 | 2 | 4;
  /** See `NetworkChoice.size`. */
  readonly size?: number;
  /** See `NetworkChoice.tanh`. */
  readonly tanh?: 'exact' | 'fast';
  /** Values of the model's controls, by name. */
  readonly controls?: Readonly<Record<string, number>>;
}

/** A cabinet, or any other impulse response of one or two channels. */
export interface CabinetBlock extends BlockBase {
  readonly type: 'cabinet';
  /** The impulse response, a WAV file. */
  readonly response: FileReference;
  /** Length in seconds after which the response is cut, with a fade; default 1, at most 10: of a stereo response, 5 at 48 kHz are used. */
  readonly lengthSeconds?: number;
  /** Whether the level of the response is made that of all others; default true. */
  readonly normalize?: boolean;
  /** Gain in dB after it. */
  readonly outputDb?: number;
  /** Wet share, 0 … 1. */
  readonly mix?: number;
}

/** A block that only has numbers: its type is a key of `BLOCK_PARAMETERS`, which has its parameters. */
export interface EffectBlock extends BlockBase {
  readonly type: EffectType;
  readonly [parameter: string]: unknown;
}

/** Blocks that need no file. */
export type EffectType = 'gate' | 'tone' | 'equalizer' | 'highpass' | 'dc' | 'compressor' | 'gain';

/** Two paths in parallel. The shorter one is delayed, and an inverted one turned over, so that they add up. */
export interface SplitBlock extends BlockBase {
  readonly type: 'split';
  /** The blocks of the first and of the second path; either may be empty. */
  readonly paths: readonly [readonly RigBlock[], readonly RigBlock[]];
  /** Share of the second path, 0 … 1; default 0.5. Equal gain: 0.5 is half of each. */
  readonly blend?: number;
  /** Whether the paths are lined up in time and polarity; default true. */
  readonly align?: boolean;
}

/** One block of a rig. */
export type RigBlock = ModelBlock | CabinetBlock | EffectBlock | SplitBlock;

/** A block to add: one of a document, or one whose files are named by an address alone; blocks inside a split likewise. */
export type NewBlock = RigBlock | { readonly type: RigBlock['type']; readonly [field: string]: unknown };
