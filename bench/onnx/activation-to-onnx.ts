import type { Activation } from '../../src/network/activation.js';
import type { OnnxGraph } from './onnx-graph.js';

/** Adds an activation. ONNX has no operator for the approximation `fastTanh`: throws a RangeError. */
export function activationToOnnx(graph: OnnxGraph, activation: Activation, x: string): string {
  switch (activation.kind) {
    case 'tanh':
      return graph.node('Tanh', [x]);
    case 'hardTanh':
      return graph.node('Clip', [x, graph.scalar(-1), graph.scalar(1)]);
    case 'relu':
      return graph.node('Relu', [x]);
    case 'leakyRelu':
      return graph.node('LeakyRelu', [x], { alpha: { float: activation.negativeSlope } });
    case 'prelu': {
      const { negativeSlopes } = activation;
      return graph.node('PRelu', [x, graph.floats(negativeSlopes, negativeSlopes.length, 1)]);
    }
    case 'sigmoid':
      return graph.node('Sigmoid', [x]);
    case 'silu':
      return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
    case 'hardSwish':
      return graph.node('HardSwish', [x]);
    case 'elu':
      return graph.node('Elu', [x], { alpha: { float: activation.alpha } });
    case 'exp':
      return graph.node('Exp', [x]);
    case 'reciprocal':
      return graph.node('Reciprocal', [x]);
    case 'softsign':
      return graph.node('Softsign', [x]);
    case 'leakyHardTanh': {
      const { min, max, minSlope, maxSlope } = activation;
      const middle = graph.node('Clip', [x, graph.scalar(min), graph.scalar(max)]);
      const below = beyond(graph, x, 'Min', min, minSlope);
      const above = beyond(graph, x, 'Max', max, maxSlope);
      return graph.node('Add', [graph.node('Add', [middle, below]), above]);
    }
    case 'fastTanh':
      throw new RangeError('activation: expected an exact one, got fastTanh');
  }
}

/** slope · min(x − limit, 0), or the same with max. */
function beyond(graph: OnnxGraph, x: string, type: 'Min' | 'Max', limit: number, slope: number): string {
  const distance = graph.node('Sub', [x, graph.scalar(limit)]);
  const outside = graph.node(type, [distance, graph.scalar(0)]);
  return graph.node('Mul', [outside, graph.scalar(slope)]);
}
