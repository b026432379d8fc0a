import { doWhile, f32x4, i32, type Statement, type Variable, v128 } from '../../assembler/code.js';
import type { Locals } from '../../assembler/module.js';
import { fillRows } from '../../code/rows.js';
import { FLOAT_BYTES, VECTOR_BYTES } from '../../plan/memory.js';
import { convolutionOf } from '../../weight-layout.js';
import { type FirContext, type FirMemory, spectrumBins, tapsByLag, type WorkingTransform } from './fir-step.js';

/** A loop over whole vectors: body(offset) for offset = 0, 16 … below `bytes`. */
function overVectors(locals: Locals, bytes: number, body: (offset: Variable<'i32'>) => Statement[]): Statement[] {
  const offset = locals.i32();
  return [
    offset.set(i32.const(0)),
    doWhile([...body(offset), offset.set(i32.add(offset, VECTOR_BYTES))], i32.ltU(offset, bytes)),
  ];
}

/** Where the vector of the n-th rest lies; see `FirMemory`. */
function restAddress({ rests }: FirMemory, n: number): number {
  return rests.address + n * rests.stride;
}

/**
 * Statements that bring spectra and tails to rest on the constants that the input's ring holds: as transforms leave these out,
 * the spectra are zero, and the tails are what the parts from the second on make of constants.
 */
export function restCode(
  { id, layout, memory, ring, inputs, outputs, partFrames }: FirContext,
  fill: number,
  locals: Locals,
): Statement[] {
  const { rests, spectra, tails } = memory;
  const sum = locals.v128();
  const zero = layout.constantVector(0);
  const sums = layout.weights((network) =>
    Array.from({ length: outputs * inputs }, (_, pair) =>
      tapsByLag(convolutionOf(network, id), Math.floor(pair / inputs), pair % inputs, inputs)
        .subarray(partFrames)
        .reduce((total, tap) => total + tap, 0),
    ),
  );
  return [
    fillRows(fill, { ...rests, channels: inputs }, ring.address, ring.stride),
    ...Array.from({ length: outputs }, (_, o) => [
      sum.set(f32x4.const(0)),
      ...Array.from({ length: inputs }, (_, i) => {
        const gain = v128.loadSplat(sums + (o * inputs + i) * FLOAT_BYTES);
        return sum.set(f32x4.add(sum, f32x4.mul(gain, v128.load(restAddress(memory, i)))));
      }),
      v128.store(restAddress(memory, inputs + o), sum),
    ]).flat(),
    fillRows(fill, spectra, zero, 0),
    fillRows(fill, tails, restAddress(memory, inputs), rests.stride),
  ];
}

/** The function analyse(end): spectra of the two parts of input that end before frame `end`, into the slot of the newer. */
export function analyseCode(
  { memory, ring, inputs, partFrames }: FirContext,
  { re, im, run, resultRe, resultIm }: WorkingTransform,
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
          v128.store(
            offset,
            f32x4.sub(v128.load(position, ring.address + i * ring.stride), v128.load(restAddress(memory, i))),
            re,
          ),
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
export function tailsCode(
  { memory, inputs, outputs, partFrames, parts, madd }: FirContext,
  { re, im, runInverse, resultRe }: WorkingTransform,
  locals: Locals,
  end: Variable<'i32'>,
): Statement[] {
  const { spectra, response, tails, slots } = memory;
  const [part, slot, x, h] = locals.i32s(4);
  const [xRe, xIm, hRe, hIm] = locals.v128s(4);
  const zero = f32x4.const(0);
  // Overlap-save: of the two parts that the transform spans, only the second is free of circular wrap-around.
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
      ...runInverse,
      ...overVectors(locals, partFrames * FLOAT_BYTES, (offset) => [
        v128.store(
          offset,
          f32x4.add(v128.load(offset, result), v128.load(restAddress(memory, inputs + o))),
          tails.address + o * tails.stride,
        ),
      ]),
    );
  }
  return statements;
}

/**
 * Spectra of the filter's parts from the second on. They are scaled so that the real part of an inverse transform of the
 * lower half of a product of spectra is the convolution: 1/N, and 2/N for all bins that have a mirror image.
 */
export function prepareCode(
  { id, layout, memory, inputs, outputs, partFrames, parts }: FirContext,
  { re, im, run, resultRe, resultIm }: WorkingTransform,
): (locals: Locals) => Statement[] {
  const points = 2 * partFrames;
  const scale = new Float32Array(spectrumBins(partFrames)).fill(2 / points, 0, partFrames + 1);
  scale[0] = scale[partFrames] = 1 / points;
  const scaleAddress = layout.floats(scale);
  const { response } = memory;
  const filters: number[] = [];
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      const address = layout.weights((network) => {
        const padded = new Float32Array((parts - 1) * partFrames);
        padded.set(tapsByLag(convolutionOf(network, id), o, i, inputs).subarray(partFrames));
        return padded;
      });
      filters.push(address);
    }
  }
  return (locals) => {
    const [taps, to, part] = locals.i32s(3);
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
