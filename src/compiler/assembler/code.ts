/** Bytes in the order of the file; nested lists stand for their concatenation. */
export type Bytes = Uint8Array | readonly (number | Bytes)[];

/** The value types that the kernels use. */
export type ValueType = 'i32' | 'v128';

/** An expression: instructions that leave one value of type T. TypeScript checks the operands. */
export interface Code<T extends ValueType> {
  readonly type: T;
  readonly bytes: Bytes;
}

/** An instruction, or several, that leave nothing. */
export interface Statement {
  readonly type: 'statement';
  readonly bytes: Bytes;
}

/** A variable; used as an expression it is its value. */
export interface Variable<T extends ValueType> extends Code<T> {
  /** Assigns. */
  set(value: Code<T>): Statement;
  /** Assigns and yields the value. */
  tee(value: Code<T>): Code<T>;
}

/** An i32 operand; numbers stand for constants. */
export type I32 = Code<'i32'> | number;
type V128 = Code<'v128'>;

const SIMD = 0xfd;
/** The integers of one byte, which are most: large networks would make millions of lists. */
const ONE_BYTE: readonly Bytes[] = Array.from({ length: 128 }, (_, value) => [value]);

function code<T extends ValueType>(type: T, ...bytes: (number | Bytes)[]): Code<T> {
  return { type, bytes };
}

function statement(...bytes: (number | Bytes)[]): Statement {
  return { type: 'statement', bytes };
}

function bytesOf(operand: I32): Bytes {
  return typeof operand === 'number' ? [0x41, signed(operand)] : operand.bytes;
}

/** A variable in the function's local number `index`. */
export function localVariable<T extends ValueType>(type: T, index: number): Variable<T> {
  return {
    type,
    bytes: [0x20, unsigned(index)],
    set: (value) => statement(value.bytes, 0x21, unsigned(index)),
    tee: (value) => code(type, value.bytes, 0x22, unsigned(index)),
  };
}

/** The module's mutable i32 global number `index`. */
export function globalVariable(index: number): Omit<Variable<'i32'>, 'tee'> {
  return {
    type: 'i32',
    bytes: [0x23, unsigned(index)],
    set: (value) => statement(value.bytes, 0x24, unsigned(index)),
  };
}

const i32Binary = (opcode: number) => (a: I32, b: I32) => code('i32', bytesOf(a), bytesOf(b), opcode);

/** Integer arithmetic and memory access. Comparisons yield 0 or 1. */
export const i32 = {
  const: (value: number) => code('i32', bytesOf(value)),
  add: (a: I32, b: I32) => (b === 0 ? code('i32', bytesOf(a)) : code('i32', bytesOf(a), bytesOf(b), 0x6a)),
  sub: i32Binary(0x6b),
  mul: i32Binary(0x6c),
  divU: i32Binary(0x6e),
  and: i32Binary(0x71),
  shl: i32Binary(0x74),
  shrU: i32Binary(0x76),
  equal: i32Binary(0x46),
  ltU: i32Binary(0x49),
  gtU: i32Binary(0x4b),
  gtS: i32Binary(0x4a),
  /** `whenTrue` where the condition is not 0, else `whenFalse`; both are evaluated. */
  select: (whenTrue: I32, whenFalse: I32, condition: I32) =>
    code('i32', bytesOf(whenTrue), bytesOf(whenFalse), bytesOf(condition), 0x1b),
  load: (address: I32, offset = 0) => code('i32', bytesOf(address), 0x28, 2, unsigned(offset)),
};

const v128Binary = (opcode: number) => {
  const instruction = [SIMD, unsigned(opcode)];
  return (a: V128, b: V128) => code('v128', a.bytes, b.bytes, instruction);
};
const v128Unary = (opcode: number) => {
  const instruction = [SIMD, unsigned(opcode)];
  return (a: V128) => code('v128', a.bytes, instruction);
};

/** Vector memory access. Loads and stores promise no alignment beyond 4 bytes. */
export const v128 = {
  load: (address: I32, offset = 0) => code('v128', bytesOf(address), SIMD, 0, 2, unsigned(offset)),
  /** All four lanes from one float32. */
  loadSplat: (address: I32, offset = 0) => code('v128', bytesOf(address), SIMD, 9, 2, unsigned(offset)),
  store: (address: I32, value: V128, offset = 0) =>
    statement(bytesOf(address), value.bytes, SIMD, 11, 2, unsigned(offset)),
  /** a & ~b */
  andNot: v128Binary(0x4f),
  /** Bits of `whenTrue` where the mask has ones, else of `whenFalse`. */
  select: (whenTrue: V128, whenFalse: V128, mask: V128) =>
    code('v128', whenTrue.bytes, whenFalse.bytes, mask.bytes, SIMD, unsigned(0x52)),
  /** Four 32-bit lanes chosen from the eight of `a` (0 … 3) and `b` (4 … 7). */
  shuffle: (a: V128, b: V128, lanes: readonly [number, number, number, number]) => {
    const bytes = lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]);
    return code('v128', a.bytes, b.bytes, SIMD, 13, bytes);
  },
};

/** Writes an integer, or any four bytes, to memory. */
export function store32(address: I32, value: I32, offset = 0): Statement {
  return statement(bytesOf(address), bytesOf(value), 0x36, 2, unsigned(offset));
}

/** Writes one of the four lanes, float32 or integer, to memory. */
export function storeLane(address: I32, value: V128, lane: number, offset = 0): Statement {
  return statement(bytesOf(address), value.bytes, SIMD, 0x5a, 2, unsigned(offset), lane);
}

/** Arithmetic on four float32 lanes. */
export const f32x4 = {
  const: (value: number) => {
    const lane = float32(value);
    return code('v128', SIMD, 12, lane, lane, lane, lane);
  },
  add: v128Binary(0xe4),
  sub: v128Binary(0xe5),
  mul: v128Binary(0xe6),
  div: v128Binary(0xe7),
  abs: v128Unary(0xe0),
  /** All bits of a lane where a < b, none where it is not or either is NaN. */
  lt: v128Binary(0x43),
  /** b < a ? b : a. With the signal as `a`, NaN passes through; one instruction on x86 where `min` takes eight. */
  pmin: v128Binary(0xea),
  /** a < b ? b : a. With the signal as `a`, NaN passes through. */
  pmax: v128Binary(0xeb),
  /** a · b + c, rounded once or twice as the processor prefers. */
  relaxedMadd: (a: V128, b: V128, c: V128) => code('v128', a.bytes, b.bytes, c.bytes, SIMD, unsigned(0x105)),
};

/** Arithmetic on four integer lanes of 32 bits. */
export const i32x4 = {
  shl: (a: V128, bits: I32) => code('v128', a.bytes, bytesOf(bits), SIMD, unsigned(0xab)),
};

/** Runs the body, then again while the condition holds. */
export function doWhile(body: readonly Statement[], condition: I32): Statement {
  return statement(0x03, 0x40, sequence(body).bytes, bytesOf(condition), 0x0d, 0, 0x0b);
}

/** Runs the body if the condition holds. */
export function when(condition: I32, body: readonly Statement[]): Statement {
  return statement(bytesOf(condition), 0x04, 0x40, sequence(body).bytes, 0x0b);
}

/** Runs one body if the condition holds, else the other. */
export function ifElse(condition: I32, body: readonly Statement[], otherwise: readonly Statement[]): Statement {
  return statement(bytesOf(condition), 0x04, 0x40, sequence(body).bytes, 0x05, sequence(otherwise).bytes, 0x0b);
}

/** Calls a function that returns nothing. */
export function call(functionIndex: number, ...operands: I32[]): Statement {
  return statement(operands.map(bytesOf), 0x10, unsigned(functionIndex));
}

/** One statement after the other. */
export function sequence(statements: readonly Statement[]): Statement {
  return statement(statements.map(({ bytes }) => bytes));
}

/** Unsigned LEB128. */
export function unsigned(value: number): Bytes {
  if (value < 128) return ONE_BYTE[value];
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest = Math.floor(rest / 128);
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const done = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}

/** IEEE 754 single precision, little endian. */
function float32(value: number): Bytes {
  return Array.from(new Uint8Array(new Float32Array([value]).buffer));
}
