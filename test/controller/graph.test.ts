import 'web-audio-test-api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import 'web-audio-test-api';
import { openMicrophone } from '../../src/controller/microphone/microphone.js';
import { createDilatone } from '../../src/controller/node/create-dilatone.js';
import { type InProcessHost, inProcessHost } from '../support/in-process-host.js';
import { modelOf } from '../support/model-of.js';
import { crossingNetwork, gainNetwork } from '../support/small-networks.js';

/** What `toJSON` says about a node: its name, and the nodes that feed it. */
interface GraphNode {
  readonly name: string;
  readonly inputs: readonly GraphNode[];
}

/** The package adds this method to every context and node. */
const graphOf = (node: object) => shape((node as { toJSON(): GraphNode }).toJSON());

/** Only what is wired to what. */
function shape({ name, inputs }: GraphNode): GraphNode {
  return { name, inputs: inputs.map(shape) };
}

const destination = (...inputs: GraphNode[]): GraphNode => ({ name: 'AudioDestinationNode', inputs });
/** The node that stands in for Dilatone's. */
const dilatoneNode = (...inputs: GraphNode[]): GraphNode => ({ name: 'GainNode', inputs });
/** The way through a router that leaves all channels as they are. */
const mixed = (input: GraphNode): GraphNode => dilatoneNode(dilatoneNode(input));
const source = (name: string): GraphNode => ({ name, inputs: [] });

describe('the graph', () => {
  let context: AudioContext;
  let host: InProcessHost;

  beforeEach(async () => {
    context = new AudioContext();
    host = await inProcessHost(() => context.createGain());
  });
  afterEach(() => vi.unstubAllGlobals());

  const create = () => createDilatone(context, { model: modelOf(gainNetwork(2)), host });

  it('leads from a source through the node to the destination', async () => {
    const dilatone = await create();
    context.createOscillator().connect(dilatone.node);
    expect(dilatone.connect(context.destination)).toBe(context.destination);
    expect(graphOf(context)).toEqual(destination(dilatoneNode(source('OscillatorNode'))));
  });

  it('is left alone until the node is connected', async () => {
    await create();
    expect(graphOf(context)).toEqual(destination());
  });

  it('chains: what connect returns can be connected on', async () => {
    const dilatone = await create();
    const filter = context.createBiquadFilter();
    dilatone.connect(filter).connect(context.destination);
    expect(graphOf(context)).toEqual(destination({ name: 'BiquadFilterNode', inputs: [dilatoneNode()] }));
  });

  it('reaches a parameter too', async () => {
    const dilatone = await create();
    const { gain } = context.createGain();
    expect(dilatone.connect(gain)).toBe(gain);
  });

  it('loses the node by disconnect, and by dispose', async () => {
    const dilatone = await create();
    dilatone.connect(context.destination);
    dilatone.disconnect();
    expect(graphOf(context)).toEqual(destination());
    dilatone.connect(context.destination);
    dilatone.dispose();
    expect(graphOf(context)).toEqual(destination());
  });

  it('holds two nodes in a row', async () => {
    const [first, second] = [await create(), await create()];
    first.connect(second.node).connect(context.destination);
    expect(graphOf(context)).toEqual(destination(dilatoneNode(dilatoneNode())));
  });

  it('holds two nodes in a row, also where the second itself is the destination', async () => {
    const [first, second] = [await create(), await create()];
    expect(first.connect(second)).toBe(second);
    second.connect(context.destination);
    expect(graphOf(context)).toEqual(destination(dilatoneNode(dilatoneNode())));
  });

  it('keeps the same node while models change', async () => {
    const dilatone = await create();
    dilatone.connect(context.destination);
    await dilatone.setModel(modelOf(gainNetwork(3)));
    expect(graphOf(context)).toEqual(destination(dilatoneNode()));
    expect(host.options).toHaveLength(1);
  });

  it('gets a node with explicit channels, whatever feeds it', async () => {
    await create();
    await createDilatone(context, { model: modelOf(gainNetwork(2)), channels: 2, host });
    await createDilatone(context, { model: modelOf(gainNetwork(2)), channels: 'auto', host });
    await createDilatone(context, { model: modelOf(crossingNetwork()), host });
    const channels = host.options.map(({ channelCount, outputChannelCount }) => [channelCount, outputChannelCount]);
    expect(channels).toEqual([
      [1, [1]],
      [2, [2]],
      [2, [2]],
      [2, [2]],
    ]);
    for (const options of host.options) {
      expect(options).toMatchObject({ numberOfInputs: 1, numberOfOutputs: 1, channelCountMode: 'explicit' });
    }
  });

  it.each([
    ['of one channel, as it is', 1, () => source('MediaStreamAudioSourceNode')],
    ['of two, through gains', 2, () => mixed(source('MediaStreamAudioSourceNode'))],
  ])('takes a microphone %s, and gives it back', async (_, channelCount, expected) => {
    const track = Object.assign(new EventTarget(), { getSettings: () => ({ channelCount }), stop: vi.fn() });
    const stream = Object.assign(Object.create(WebAudioTestAPI.MediaStream.prototype), {
      getAudioTracks: () => [track],
      getTracks: () => [track],
    });
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: async () => stream } });
    const dilatone = await create();
    const microphone = await openMicrophone(context);
    microphone.node.connect(dilatone.node);
    dilatone.connect(context.destination);
    expect(graphOf(context)).toEqual(destination(dilatoneNode(expected())));
    // The package's sources lack it, which native ones have.
    if (channelCount === 2) expect(microphone.node.mediaStream === stream).toBe(true);
    microphone.stop();
    expect(track.stop).toHaveBeenCalledOnce();
    expect(graphOf(context)).toEqual(destination(dilatoneNode()));
  });
});
