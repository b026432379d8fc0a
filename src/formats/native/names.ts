import * as v from 'valibot';

/** Characters of a name or a label, at most. */
export const NAME_LENGTH = 200;

/** Controls of a model, at most. */
export const MOST_CONTROLS = 32;

/** The name of a signal, a tensor or a control. */
export const name = v.pipe(v.string('a name'), v.minLength(1, 'a name'), v.maxLength(NAME_LENGTH, 'a short name'));

/** A number that float32 can hold. */
export const finite = v.pipe(
  v.number('a finite number'),
  v.check((number) => Number.isFinite(Math.fround(number)), 'a finite number'),
);
