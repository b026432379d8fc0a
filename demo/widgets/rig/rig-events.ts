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

/** The visitor wants a model of an earlier visit removed from the list. */
export class ForgetModelEvent extends Event {
  /** Of the recent model. */
  readonly id: string;

  constructor(id: string) {
    super('forgetmodel', { bubbles: true, composed: true });
    this.id = id;
  }
}
