/** The command line is not one that the program understands. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** The command that it was meant for, if that much is known. */
  readonly command: string;

  constructor(command: string, message: string) {
    super(message);
    this.command = command;
  }
}
