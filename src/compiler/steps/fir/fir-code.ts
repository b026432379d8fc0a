import { type Code, call, doWhile, f32x4, i32, type Statement, store32, v128, when } from '../../assembler/code.js';
import { FLOAT_BYTES, type Ring, type Rows, TILE_FRAMES, VECTOR_BYTES } from '../../plan/memory.js';
import { convolutionOf } from '../../weight-layout.js';
import type { DraftProgram } from '../step-kind.js';
import { analyseCode, prepareCode, restCode, tailsCode } from './fir-spectra.js';
import { type FirContext, type FirMemory, type FirStep, tapsByLag, type WorkingTransform } from './fir-step.js';
import { addTransform } from './transform.js';

/** The functions of one long filter, by index. */
interface FirKernel {
  /** process(frame, frames) runs one block. */
  readonly process: number;
  /** rest() sets spectra and tails to the rest on what the input's ring holds. */
  readonly rest: number;
}

/**
 * Adds a partitioned convolution to a module (overlap-save, uniform parts of B frames). The first B taps are convolved
 * directly, so that there is no latency. Whenever B frames are complete, spectra give what the other taps contribute to the
 * next B frames. The schedule follows the frame number of the stream, so the output does not depend on block sizes.
 */
export function addFir(step: FirStep, memory: FirMemory, program: DraftProgram): FirKernel {
  const { module, layout, madd, mirror, fill, network } = program;
  const { op, partition, stores } = step;
  const [id] = stores;
  const outputRing = program.memory.rings.get(id);
  const context: FirContext = {
    module,
    layout,
    id,
    memory,
    ring: program.memory.rings.get(op.input) as Ring,
    output: outputRing ?? (program.memory.blocks.get(id) as Rows),
    outputMask: outputRing?.mask ?? null,
    madd,
    inputs: network.channels[op.input],
    outputs: op.outChannels,
    partFrames: partition.frames,
    parts: partition.parts,
    op,
  };
  const transform = addTransform(module, layout, 2 * partition.frames);
  const work = Array.from({ length: 4 }, (_, n) => memory.work.address + n * memory.work.stride);
  const [re, im, scratchRe, scratchIm] = work;
  // Swapping real and imaginary parts of input and output turns the transform into its inverse.
  const working: WorkingTransform = {
    re,
    im,
    run: transform.run(re, im, scratchRe, scratchIm),
    runInverse: transform.run(im, re, scratchIm, scratchRe),
    resultRe: transform.endsInScratch ? scratchRe : re,
    resultIm: transform.endsInScratch ? scratchIm : im,
  };
  const analyse = module.func(1, (locals, end) => analyseCode(context, working, locals, end));
  const tails = module.func(1, (locals, end) => tailsCode(context, working, locals, end));
  const prepare = prepareCode(context, working);
  const prepared = module.global();
  const segment = addSegment(context);
  const process = module.func(2, (locals, frame, frames) => {
    const [at, within, count] = locals.i32s(3);
    const left = i32.sub(frames, at);
    const room = i32.sub(partition.frames, within);
    return [
      at.set(i32.const(0)),
      doWhile(
        [
          within.set(i32.and(i32.add(frame, at), partition.frames - 1)),
          count.set(i32.select(left, room, i32.ltU(left, room))),
          call(segment, i32.add(frame, at), within, count, at),
          at.set(i32.add(at, count)),
          when(i32.equal(i32.add(within, count), partition.frames), [
            call(analyse, i32.add(frame, at)),
            call(tails, i32.add(frame, at)),
          ]),
        ],
        i32.ltU(at, frames),
      ),
      ...(outputRing
        ? [call(mirror, outputRing.address, outputRing.mask, outputRing.stride, context.outputs, frame, frames)]
        : []),
    ];
  });
  const rest = module.func(0, (locals) => [
    when(i32.equal(prepared, 0), [...prepare(locals), prepared.set(i32.const(1))]),
    ...restCode(context, fill, locals),
  ]);
  return { process, rest };
}

/**
 * Adds the function segment(frame, within, count, at): output frames that lie in one part, from stream frame `frame` on,
 * which is frame `within` of the part and frame `at` of the block. Bias, tail, then the first part's taps one by one.
 */
function addSegment(context: FirContext): number {
  const { module, layout, id, memory, ring, output, outputMask, inputs, outputs, partFrames, op } = context;
  const taps = Array.from({ length: outputs * inputs }, (_, pair) =>
    layout.weights((network) => {
      const taps = tapsByLag(convolutionOf(network, id), Math.floor(pair / inputs), pair % inputs, inputs);
      return taps.subarray(0, partFrames);
    }),
  );
  const biases = op.bias && layout.weights((network) => convolutionOf(network, id).bias ?? []);
  return module.func(4, (locals, frame, within, count, at) => {
    const [done, position, tap, end, from, to] = locals.i32s(6);
    const accumulators = locals.v128s(TILE_FRAMES / 4);
    const weight = locals.v128();
    const statements: Statement[] = [];
    for (let o = 0; o < outputs; o++) {
      const tail = memory.tails.address + o * memory.tails.stride;
      const bias = biases === null ? f32x4.const(0) : v128.loadSplat(biases + o * FLOAT_BYTES);
      const sums: Statement[] = [];
      for (let i = 0; i < inputs; i++) {
        const row = ring.address + i * ring.stride;
        const address: Code<'i32'> = i32.add(i32.shl(i32.and(position, ring.mask), 2), row);
        sums.push(
          position.set(i32.add(frame, done)),
          tap.set(i32.const(taps[o * inputs + i])),
          end.set(i32.const(taps[o * inputs + i] + partFrames * FLOAT_BYTES)),
          doWhile(
            [
              from.set(address),
              weight.set(v128.loadSplat(tap)),
              ...accumulators.map((sum, v) => sum.set(context.madd(weight, v128.load(from, v * VECTOR_BYTES), sum))),
              position.set(i32.sub(position, 1)),
              tap.set(i32.add(tap, FLOAT_BYTES)),
            ],
            i32.ltU(tap, end),
          ),
        );
      }
      // A ring takes the whole block from its first position without wrapping; see `Ring`.
      const start = outputMask === null ? at : i32.add(i32.and(i32.sub(frame, at), outputMask), at);
      statements.push(
        done.set(i32.const(0)),
        doWhile(
          [
            from.set(i32.shl(i32.add(within, done), 2)),
            ...accumulators.map((sum, v) => sum.set(f32x4.add(v128.load(from, tail + v * VECTOR_BYTES), bias))),
            ...sums,
            from.set(i32.shl(done, 2)),
            ...accumulators.map((sum, v) => v128.store(from, sum, memory.segment.address + v * VECTOR_BYTES)),
            done.set(i32.add(done, TILE_FRAMES)),
          ],
          i32.ltU(done, count),
        ),
        // Exactly `count` frames: the next segment, or the end of the block, follows directly.
        to.set(i32.add(i32.shl(start, 2), output.address + o * output.stride)),
        from.set(i32.const(memory.segment.address)),
        end.set(i32.add(from, i32.shl(count, 2))),
        doWhile(
          [store32(to, i32.load(from)), to.set(i32.add(to, FLOAT_BYTES)), from.set(i32.add(from, FLOAT_BYTES))],
          i32.ltU(from, end),
        ),
      );
    }
    return statements;
  });
}
