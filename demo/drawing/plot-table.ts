/** What a plot shows, as numbers. */
export interface PlotTable {
  /** One for each column, with its unit: `time (ms)`. */
  readonly columns: readonly string[];
  /** [rows][columns]; null where there is no value. */
  readonly rows: readonly (readonly (number | null)[])[];
}

/** Digits that float32 numbers have. */
const DIGITS = 7;

/** A table as CSV (RFC 4180): a header row, then the numbers, with points for decimals. */
export function csvOf({ columns, rows }: PlotTable): string {
  const header = columns.map(quoted).join(',');
  const lines = rows.map((row) => row.map((value) => (value === null ? '' : numberOf(value))).join(','));
  return `${[header, ...lines].join('\r\n')}\r\n`;
}

/** −∞ and other values that are no numbers are left empty: spreadsheets take them for text. */
function numberOf(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(DIGITS))) : '';
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
