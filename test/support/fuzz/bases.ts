import { writeNative } from '../../../src/formats/native/write-native.js';
import { FolderCases } from '../folder-cases.js';
import { ownGolden } from '../golden.js';
import { randomNetwork } from '../random-network.js';
import { tinyConditioned, tinyContainer, tinyConvNet, tinyLinear, tinyLstm } from '../small-files.js';

// Whole files of every format, to be changed.

const [rtneural, golden, onnx] = [
  new FolderCases('../fixtures/rtneural', '.json'),
  new FolderCases('../fixtures/golden-pytorch', '.json'),
  new FolderCases('../fixtures/onnx', '.onnx'),
];

const GOLDEN_NAMES = ['rich-1-01', 'rich-1-12', 'rich-1-31', 'rich-1-34', 'slim-1-09', 'lstm-1-06', 'convnet-1-33'];

/** `.nam` files: all architectures, containers, condition models, slimming, and WaveNets with every option. */
export const NAM_FILES: readonly (() => object)[] = [
  ...[...GOLDEN_NAMES, 'container-1-37'].map((name) => jsonOf(ownGolden.model(name))),
  ...[tinyContainer, tinyConditioned, tinyConvNet, tinyLinear, tinyLstm],
];

/** JSON of RTNeural, Keras, AIDA-X and PedalNetRT. */
export const OTHER_JSON_FILES: readonly (() => object)[] = [
  ...['stack', 'softmax', 'lstm', 'gru', 'knobs'].map((name) => rtneural.model(name)),
  ...['keras-1-03', 'pedalnet-1-00', 'pedalnet-1-08'].map((name) => golden.model(name)),
].map(jsonOf);

/** Native files of random networks. */
export const NATIVE_FILES: readonly Uint8Array[] = [2, 3, 5, 8, 11, 12].map((seed) => {
  const controls = [{ name: 'drive', minimum: 0, maximum: 1, default: 0.5 }];
  const network = randomNetwork(seed, { controls: 1, start: seed % 2 === 0 ? 'zero' : 'silence' });
  return writeNative(network, { architecture: 'Random', controls, metadata: { name: 'fuzz' } });
});

/** ONNX files as PyTorch exports them. */
export const ONNX_FILES: readonly Uint8Array[] = [
  ...['wavenet', 'tcn', 'padded-once', 'dense', 'chomped-by-length', 'chomped-for-64'],
].map((name) => onnx.model(name));

/** A function that parses a file anew, to be changed. */
function jsonOf(bytes: Uint8Array): () => object {
  const text = new TextDecoder().decode(bytes);
  return () => JSON.parse(text) as object;
}
