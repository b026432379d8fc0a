import type { ConvertRequest } from './arguments.js';
import { isSameFile, outputFile, replaceFile } from './files.js';
import { type Io, oneLine } from './io.js';
import { UsageError } from './options.js';
import { withWorkbench } from './work/create-workbench.js';

/** `dilatone convert`: writes a model of any format, at one of its sizes, as a native model file. */
export async function convert(request: ConvertRequest, io: Io): Promise<void> {
  const output = await outputFile(request.output);
  if (await isSameFile(request.output, request.model)) {
    throw new UsageError('convert', 'expected a file of its own to write, got the model');
  }
  const { bytes, warnings } = await withWorkbench(io, (workbench) => workbench.convert(request));
  await replaceFile(output, bytes, io.signal);
  for (const warning of warnings) io.stderr.write(`${oneLine(`warning: ${request.model}: ${warning}`)}\n`);
}
