import { parseArguments, type Request } from './arguments.js';
import { bench } from './bench-command.js';
import { convert } from './convert-command.js';
import { inspect } from './inspect-command.js';
import { type Io, oneLine } from './io.js';
import { UsageError } from './options.js';
import { render } from './render/render-command.js';
import { serveDemo } from './serve-demo-command.js';
import { inputError } from './work/error-message.js';

/** Exit codes: done, bad input, wrong usage, ended by the user. */
const EXIT = { done: 0, badInput: 1, wrongUsage: 2, interrupted: 130 } as const;

/** Runs one command line, without the program's name, and returns its exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await runRequest(parseArguments(argv), io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr.write(`${oneLine(`error: ${error.message}`)}\n`);
      io.stderr.write(`Try: ${['dilatone', ...(error.command === null ? [] : [error.command]), '--help'].join(' ')}\n`);
      return EXIT.wrongUsage;
    }
    const { code, message } = inputError(error, argv[0] ?? 'dilatone');
    io.stderr.write(code === 'aborted' ? 'interrupted\n' : `${oneLine(`error: ${message}`)}\n`);
    return code === 'aborted' ? EXIT.interrupted : EXIT.badInput;
  }
}

async function runRequest(request: Request, io: Io): Promise<number> {
  switch (request.command) {
    case 'print':
      io.stdout.write(request.text);
      return EXIT.done;
    case 'render':
      return (await render(request, io)) === 0 ? EXIT.done : EXIT.badInput;
    case 'inspect':
      await inspect(request, io);
      return EXIT.done;
    case 'bench':
      await bench(request, io);
      return EXIT.done;
    case 'convert':
      await convert(request, io);
      return EXIT.done;
    case 'serve-demo':
      await serveDemo(request, io);
      return EXIT.done;
  }
}
