import type { ModelLimits } from '../../model/limits.js';
import type { ModelMetadata } from '../../model/model.js';
import type { NetworkBuilder } from '../../network/builder.js';
import type { SignalId } from '../../network/network.js';

/** One network of a `.nam` file. It can be appended to any graph, so that a condition model joins what it conditions. */
export interface NamNetwork {
  readonly inputs: number;
  readonly outputs: number;
  /** Layers of the stack, those of condition models included. */
  readonly layers: number;
  /** Numbers that the file holds for it, those of condition models included. */
  readonly parameters: number;
  /** Appends its ops to a graph and returns the signal of its output. */
  lower(builder: NetworkBuilder, input: SignalId): SignalId;
}

/** A network, and the smallest size value that picks it. */
export interface NamSize {
  readonly from: number;
  readonly network: NamNetwork;
}

/** What an architecture makes of its part of the file. */
export interface NamPart {
  /** Ascending by `from`; the last one is the default, whatever its `from`. */
  readonly sizes: readonly NamSize[];
  /** Files within this one: the condition model, or the submodels. */
  readonly nested?: readonly NamFile[];
  /** What is known of the author's words beside those in the file itself. */
  readonly metadata?: ModelMetadata;
  /** Sentences about what was assumed or ignored. */
  readonly warnings?: readonly string[];
}

/** A whole `.nam` file, alone or within another. */
export interface NamFile extends NamPart {
  /** Where it stands in the file around it; empty for a file of its own. */
  readonly where: string;
  readonly version: string;
  readonly architecture: string;
  /** Hz; null where neither it nor a file within it names one. */
  readonly sampleRate: number | null;
  readonly metadata: ModelMetadata;
  readonly warnings: readonly string[];
}

/** The part of a `.nam` file that its architecture describes, unchecked. */
export interface NamSource {
  readonly config: unknown;
  readonly weights: unknown;
  readonly where: string;
  readonly limits: ModelLimits;
  /** Reads a file within this one, which stands at `where`. */
  readonly readNested: (json: unknown, where: string) => NamFile;
}

/** Reads one architecture; throws a DilatoneError where the file breaks its rules. */
export type ReadArchitecture = (source: NamSource) => NamPart;

/** The network that a file stands for where no size is asked for. */
export function defaultNetwork({ sizes }: NamPart): NamNetwork {
  return sizes[sizes.length - 1].network;
}
