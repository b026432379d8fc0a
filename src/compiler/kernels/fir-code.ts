import {
  type Code,
  call,
  doWhile,
  f32x4,
  i32,
  type Statement,
  store32,
  type Variable,
  v128,
  when,
} from '../assembler/code.js';
import type { Locals, ModuleBuilder } from '../assembler/module.js';
import type { ImageBuilder } from '../image.js';
import { tapsByLag } from '../plan/fir.js';
import { type FirMemory, type MemoryPlan, type Ring, type Rows, spectrumBins } from '../plan/memory.js';
import type { FirStep, Plan } from '../plan/plan.js';
import { TILE_FRAMES } from '../plan/tile.js';
import type { MultiplyAddCode } from './arithmetic.js';
import { addTransform } from './fft-code.js';

const FLOAT_BYTES = 4;
const VECTOR_BYTES = 16;

/** The functions of one long filter, by index. */
export interface FirKernel {
  /** process(frame, frames) runs one block. */
  readonly process: number;
  /** reset() computes spectra and tails from what the input's ring holds. */
  readonly reset: number;
}

/** What the parts of the filter's code share. */
interface FirContext {
  readonly module: ModuleBuilder;
  readonly image: ImageBuilder;
  readonly memory: FirMemory;
  readonly ring: Ring;
  readonly output: Rows;
  readonly outputMask: number | null;
  readonly madd: MultiplyAddCode;
  readonly inputs: number;
  readonly outputs: number;
  readonly partFrames: number;
  readonly parts: number;
  readonly op: FirStep['op'];
}

/**
 * Adds a partitioned convolution to a module (overlap-save, uniform parts of B frames). The filter's first B taps are
 * convolved directly, so that no frame waits; what the others contribute to the next B frames is computed from spectra
 * whenever B frames are complete. The schedule follows the stream's frame number, so the output does not depend on blocks.
 */
export function addFir(
  step: FirStep,
  plan: Plan,
  memoryPlan: MemoryPlan,
  module: ModuleBuilder,
  image: ImageBuilder,
  madd: MultiplyAddCode,
  mirror: number,
): FirKernel {
  const { op, partition, stores } = step;
  const [signal] = stores;
  const outputRing = memoryPlan.rings.get(signal);
  const context: FirContext = {
    module,
    image,
    memory: memoryPlan.firs.get(signal) as FirMemory,
    ring: memoryPlan.rings.get(op.input) as Ring,
    output: outputRing ?? (memoryPlan.blocks.get(signal) as Rows),
    outputMask: outputRing?.mask ?? null,
    madd,
    inputs: plan.network.channels[op.input],
    outputs: op.outChannels,
    partFrames: partition.frames,
    parts: partition.parts,
    op,
  };
  const transform = addTransform(module, image, 2 * partition.frames);
  const work = Array.from({ length: 4 }, (_, n) => context.memory.work.address + n * context.memory.work.stride);
  const [re, im, scratchRe, scratchIm] = work;
  const forward: Spectrum = {
    re,
    im,
    run: transform.run(re, im, scratchRe, scratchIm),
    resultRe: transform.endsInScratch ? scratchRe : re,
    resultIm: transform.endsInScratch ? scratchIm : im,
  };
  const inverse = transform.run(im, re, scratchIm, scratchRe);

  const analyse = module.func(1, (locals, end) => analyseCode(context, forward, locals, end));
  const tails = module.func(1, (locals, end) => tailsCode(context, forward, inverse, locals, end));
  const prepare = prepareCode(context, forward);
  const prepared = module.global();
  const segment = addSegment(context);
  const process = module.func(2, (locals, frame, frames) => {
    const [at, within, count] = Array.from({ length: 3 }, () => locals.i32());
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
  const reset = module.func(0, (locals) => {
    const end = locals.i32();
    return [
      when(i32.equal(prepared, 0), [...prepare(locals), prepared.set(i32.const(1))]),
      // The ring holds silence everywhere, so every slot gets the same spectrum, wherever its part ends.
      end.set(i32.const(0)),
      doWhile(
        [call(analyse, end), end.set(i32.add(end, partition.frames))],
        i32.ltU(end, context.memory.slots * partition.frames),
      ),
      call(tails, 0),
    ];
  });
  return { process, reset };
}

/** The working transform: where input goes, how it runs, where its result is. */
interface Spectrum {
  readonly re: number;
  readonly im: number;
  readonly run: readonly Statement[];
  readonly resultRe: number;
  readonly resultIm: number;
}

/** A loop over whole vectors: body(offset) for offset = 0, 16 … below `bytes`. */
function overVectors(locals: Locals, bytes: number, body: (offset: Variable<'i32'>) => Statement[]): Statement[] {
  const offset = locals.i32();
  return [
    offset.set(i32.const(0)),
    doWhile([...body(offset), offset.set(i32.add(offset, VECTOR_BYTES))], i32.ltU(offset, bytes)),
  ];
}

/** The function analyse(end): spectra of the two parts of input that end before frame `end`, into the slot of the newer. */
function analyseCode(
  { memory, ring, inputs, partFrames }: FirContext,
  { re, im, run, resultRe, resultIm }: Spectrum,
  locals: Locals,
  end: Variable<'i32'>,
): Statement[] {
  const { spectra, slots } = memory;
  const slotAddress = locals.i32();
  const slot = i32.and(i32.sub(i32.divU(end, partFrames), 1), slots - 1);
  const statements = [slotAddress.set(i32.add(spectra.address, i32.mul(slot, 2 * inputs * spectra.stride)))];
  const zero = f32x4.const(0);
  for (let i = 0; i < inputs; i++) {
    statements.push(
      ...overVectors(locals, 2 * partFrames * FLOAT_BYTES, (offset) => {
        const frame = i32.add(i32.sub(end, 2 * partFrames), i32.shrU(offset, 2));
        const position = i32.shl(i32.and(frame, ring.mask), 2);
        return [
          v128.store(offset, v128.load(position, ring.address + i * ring.stride), re),
          v128.store(offset, zero, im),
        ];
      }),
      ...run,
      ...overVectors(locals, spectra.rowBytes, (offset) => {
        const to = i32.add(slotAddress, offset);
        return [
          v128.store(to, v128.load(offset, resultRe), 2 * i * spectra.stride),
          v128.store(to, v128.load(offset, resultIm), (2 * i + 1) * spectra.stride),
        ];
      }),
    );
  }
  return statements;
}

/** The function tails(end): what the parts from the second on contribute to the frames from `end` on. */
function tailsCode(
  { memory, inputs, outputs, partFrames, parts, madd }: FirContext,
  { re, im, resultRe }: Spectrum,
  inverse: readonly Statement[],
  locals: Locals,
  end: Variable<'i32'>,
): Statement[] {
  const { spectra, response, tails, slots } = memory;
  const [part, slot, x, h] = Array.from({ length: 4 }, () => locals.i32());
  const [xRe, xIm, hRe, hIm] = Array.from({ length: 4 }, () => locals.v128());
  const zero = f32x4.const(0);
  // The real result of the inverse transform, whose parts are exchanged, ends where the forward one's imaginary part would.
  const result = resultRe + partFrames * FLOAT_BYTES;
  const statements: Statement[] = [];
  for (let o = 0; o < outputs; o++) {
    statements.push(
      ...overVectors(locals, 2 * partFrames * FLOAT_BYTES, (offset) => [
        v128.store(offset, zero, re),
        v128.store(offset, zero, im),
      ]),
    );
    for (let i = 0; i < inputs; i++) {
      statements.push(
        part.set(i32.const(1)),
        h.set(i32.const(response.address + 2 * (o * inputs + i) * (parts - 1) * response.stride)),
        doWhile(
          [
            slot.set(i32.and(i32.sub(i32.divU(end, partFrames), part), slots - 1)),
            x.set(i32.add(spectra.address + 2 * i * spectra.stride, i32.mul(slot, 2 * inputs * spectra.stride))),
            ...overVectors(locals, spectra.rowBytes, (offset) => [
              xRe.set(v128.load(i32.add(x, offset))),
              xIm.set(v128.load(i32.add(x, offset), spectra.stride)),
              hRe.set(v128.load(i32.add(h, offset))),
              hIm.set(v128.load(i32.add(h, offset), response.stride)),
              v128.store(offset, f32x4.sub(madd(xRe, hRe, v128.load(offset, re)), f32x4.mul(xIm, hIm)), re),
              v128.store(offset, madd(xIm, hRe, madd(xRe, hIm, v128.load(offset, im))), im),
            ]),
            h.set(i32.add(h, 2 * response.stride)),
            part.set(i32.add(part, 1)),
          ],
          i32.ltU(part, parts),
        ),
      );
    }
    statements.push(
      ...inverse,
      ...overVectors(locals, partFrames * FLOAT_BYTES, (offset) => [
        v128.store(offset, v128.load(offset, result), tails.address + o * tails.stride),
      ]),
    );
  }
  return statements;
}

/**
 * Spectra of the filter's parts from the second on. They are scaled so that the real part of an inverse transform of the
 * lower half of a product of spectra is the convolution: 1/N, and twice that for all bins that have a twin.
 */
function prepareCode(
  { op, image, memory, inputs, outputs, partFrames, parts }: FirContext,
  { re, im, run, resultRe, resultIm }: Spectrum,
): (locals: Locals) => Statement[] {
  const points = 2 * partFrames;
  const scale = new Float32Array(spectrumBins(partFrames)).fill(2 / points, 0, partFrames + 1);
  scale[0] = scale[partFrames] = 1 / points;
  const scaleAddress = image.floats(scale);
  const { response } = memory;
  const padded = new Float32Array((parts - 1) * partFrames);
  const filters: number[] = [];
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      padded.fill(0);
      padded.set(tapsByLag(op, o, i, inputs).subarray(partFrames));
      filters.push(image.floats(padded));
    }
  }
  return (locals) => {
    const [taps, to, part] = Array.from({ length: 3 }, () => locals.i32());
    const zero = f32x4.const(0);
    return filters.flatMap((filter, pair) => [
      taps.set(i32.const(filter)),
      to.set(i32.const(response.address + 2 * pair * (parts - 1) * response.stride)),
      part.set(i32.const(1)),
      doWhile(
        [
          ...overVectors(locals, partFrames * FLOAT_BYTES, (offset) => [
            v128.store(offset, v128.load(i32.add(taps, offset)), re),
            v128.store(offset, zero, re + partFrames * FLOAT_BYTES),
            v128.store(offset, zero, im),
            v128.store(offset, zero, im + partFrames * FLOAT_BYTES),
          ]),
          ...run,
          ...overVectors(locals, response.rowBytes, (offset) => {
            const factor = v128.load(offset, scaleAddress);
            return [
              v128.store(i32.add(to, offset), f32x4.mul(v128.load(offset, resultRe), factor)),
              v128.store(i32.add(to, offset), f32x4.mul(v128.load(offset, resultIm), factor), response.stride),
            ];
          }),
          taps.set(i32.add(taps, partFrames * FLOAT_BYTES)),
          to.set(i32.add(to, 2 * response.stride)),
          part.set(i32.add(part, 1)),
        ],
        i32.ltU(part, parts),
      ),
    ]);
  };
}

/**
 * Adds the function segment(frame, within, count, at): output frames that lie in one part, from stream frame `frame` on,
 * which is frame `within` of the part and frame `at` of the block. Bias, tail, then the first part's taps one by one.
 */
function addSegment(context: FirContext): number {
  const { module, image, memory, ring, output, outputMask, inputs, outputs, partFrames, op } = context;
  const taps = Array.from({ length: outputs * inputs }, (_, pair) =>
    image.floats(tapsByLag(op, Math.floor(pair / inputs), pair % inputs, inputs).subarray(0, partFrames)),
  );
  return module.func(4, (locals, frame, within, count, at) => {
    const [done, position, tap, end, from, to] = Array.from({ length: 6 }, () => locals.i32());
    const accumulators = Array.from({ length: TILE_FRAMES / 4 }, () => locals.v128());
    const weight = locals.v128();
    const statements: Statement[] = [];
    for (let o = 0; o < outputs; o++) {
      const tail = memory.tails.address + o * memory.tails.stride;
      const bias = f32x4.const(op.bias?.[o] ?? 0);
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
      // A ring is written on from the block's first frame without wrapping; see `Ring`.
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
        // Exactly `count` frames: the block goes on, or ends, right behind.
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
