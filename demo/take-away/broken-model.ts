/** A model of a rendered chain that gave samples which are not finite. */
export class BrokenModel extends Error {
  /** What the page calls it. */
  readonly model: string;

  constructor(model: string, message: string) {
    super(message);
    this.model = model;
  }
}
