import { writeNative } from '../formats/native/write-native.js';
import type { ConvertRequest } from './arguments.js';
import { isSameFile, outputFile, readModel, replaceFile } from './files.js';
import { type Io, oneLine } from './io.js';
import { UsageError } from './options.js';

/** `dilatone convert`: writes a model of any format, at one of its sizes, as a native model file. */
export async function convert({ model: path, output: outputPath, size }: ConvertRequest, io: Io): Promise<void> {
  const output = await outputFile(outputPath);
  if (await isSameFile(outputPath, path)) {
    throw new UsageError('convert', 'expected a file of its own to write, got the model');
  }
  const model = await readModel(path);
  await replaceFile(output, writeNative(model.conditionedNetwork({ size }), model.info), io.signal);
  for (const warning of model.info.warnings) io.stderr.write(`warning: ${path}: ${oneLine(warning)}\n`);
  if (size === undefined && model.info.sizes.length > 0) {
    io.stderr.write(`warning: ${path}: of its sizes the largest is written; --size writes another\n`);
  }
}
