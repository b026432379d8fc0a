import type { ModelLimits } from '../../model/limits.js';
import type { ModelMetadata } from '../../model/model.js';
import type { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';

// What parse-nam.ts and the readers of the architectures exchange.

/** One network of a `.nam` file. It can be appended to any graph: a condition model joins the model that it conditions. */
export interface NamNetwork {
  readonly inputs: number;
  readonly outputs: number;
  /** Layers of the stack, including those of condition models. */
  readonly layers: number;
  /** Number of weights in the file, including those of condition models. */
  readonly parameters: number;
  /** Appends the network's ops to a graph and returns the output signal. */
  lower(builder: NetworkBuilder, input: SignalId): SignalId;
}

/** A network, and the smallest size value that selects it. */
interface NamSize {
  readonly from: number;
  readonly network: NamNetwork;
}

/** What the reader of an architecture returns. */
export interface NamPart {
  /** The network of the default size, which is the largest. */
  readonly network: NamNetwork;
  /** All sizes, ascending by `from`, the default one last. Absent if there is only one. */
  readonly sizes?: readonly NamSize[];
  /** Files within this one: the condition model, or the submodels. */
  readonly nested?: readonly NamFile[];
  /** Metadata for fields that the file itself leaves out. */
  readonly metadata?: ModelMetadata;
  /** Sentences about assumptions and ignored parts. */
  readonly warnings?: readonly string[];
}

/** A whole `.nam` file, on its own or nested in another. */
export interface NamFile extends NamPart {
  /** The place in the outermost file; empty for that file itself. */
  readonly where: string;
  readonly version: string;
  readonly architecture: string;
  /** Hz; null if neither the file nor a nested one states it. */
  readonly sampleRate: number | null;
  readonly metadata: ModelMetadata;
  readonly warnings: readonly string[];
}

/** The part of a `.nam` file that depends on its architecture, unchecked. */
export interface NamSource {
  readonly config: unknown;
  readonly weights: unknown;
  /** The place of the file in the outermost file; empty for that file itself. */
  readonly where: string;
  readonly limits: ModelLimits;
  /** Reads a nested file. */
  readonly readNested: (json: unknown, where: string) => NamFile;
}

/** Reads one architecture. Throws a DilatoneError if the file breaks a rule of it. */
export type ReadArchitecture = (source: NamSource) => NamPart;
