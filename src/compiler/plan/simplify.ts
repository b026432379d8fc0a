import { historyFrames, liveSignals } from '../../network/facts.js';
import { inputsOf, type Network, type Op, type SignalId } from '../../network/network.js';

/**
 * The same network in the form that the planner wants: no op without influence on the output, and plain copies where the
 * outside world's blocks meet histories. The input block is written by the host, so a history of the input is kept in a
 * copy of it; the output block is read by the host, so an output that is the input or has a history is copied, too.
 */
export function simplify(network: Network): Network {
  const { sampleRate, start } = network;
  const live = liveSignals(network);
  const history = historyFrames(network);
  const ops: Op[] = [network.ops[0]];
  const channels: number[] = [network.channels[0]];
  const append = (op: Op, width: number): SignalId => {
    channels.push(width);
    return ops.push(op) - 1;
  };
  const copy = (input: SignalId): SignalId =>
    append({ kind: 'slice', input, start: 0, channels: channels[input] }, channels[input]);

  const renamed: SignalId[] = [history[0] > 0 ? copy(0) : 0];
  for (let id = 1; id < network.ops.length; id++) {
    if (live[id]) renamed[id] = append(withInputs(network.ops[id], renamed), network.channels[id]);
  }
  const output = renamed[network.output];
  const needsCopy = output === 0 || history[network.output] > 0;
  return { ops, channels, output: needsCopy ? copy(output) : output, sampleRate, start };
}

/** What the signals of a network are called after `simplify`; a history of the input is that of its copy. */
export function simplifiedIds(network: Network): (SignalId | undefined)[] {
  const live = liveSignals(network);
  let id = historyFrames(network)[0] > 0 ? 1 : 0;
  return network.ops.map((_, source) => (source === 0 ? id : live[source] ? ++id : undefined));
}

function withInputs(op: Op, renamed: readonly SignalId[]): Op {
  switch (op.kind) {
    case 'input':
      return op;
    case 'add':
    case 'multiply':
    case 'concat':
      return { ...op, inputs: inputsOf(op).map((id) => renamed[id]) };
    default:
      return { ...op, input: renamed[op.input] };
  }
}
