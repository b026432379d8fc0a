/** The visitor moves a block a step, by the arrow key of that direction. */
export class StepBlockEvent extends Event {
  readonly id: string;
  readonly key: string;

  constructor(id: string, key: string) {
    super('stepblock', { bubbles: true, composed: true });
    this.id = id;
    this.key = key;
  }
}
