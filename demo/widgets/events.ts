/** The visitor chose one of several things. */
export class ChooseEvent extends Event {
  /** The `value` of the item. */
  readonly choice: string;

  constructor(choice: string, type = 'choose') {
    super(type);
    this.choice = choice;
  }
}

/** The visitor wants an item removed from its list. */
export class RemoveEvent extends Event {
  readonly choice: string;

  constructor(choice: string) {
    super('removeitem');
    this.choice = choice;
  }
}

/** The visitor wants to hear another position of the sound. */
export class SeekEvent extends Event {
  readonly seconds: number;

  constructor(seconds: number) {
    super('seek');
    this.seconds = seconds;
  }
}

/** What a file is opened for. */
export type OpenedKind = 'model' | 'sound' | 'cabinet';

/** Asks the page to show the browser's file dialog. */
export class OpenFileEvent extends Event {
  readonly kind: OpenedKind;

  constructor(kind: OpenedKind) {
    super('openfile', { bubbles: true, composed: true });
    this.kind = kind;
  }
}
