/** A table; every row has a cell for every column. The first column holds names, the others figures. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences about what the figures mean. */
  readonly notes: readonly string[];
}

/** For a terminal: columns aligned by spaces. */
export function textTable({ title, columns, rows, notes }: Table): string {
  const widths = columns.map((column, c) =>
    Math.max(...[column, ...rows.map((row) => row[c])].map((cell) => cell.length)),
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  ');
  const lines = [columns, ...rows].map((cells) => `  ${line(cells)}`.trimEnd());
  return [title, ...lines, ...notes.map((note) => `  ${note}`)].map((text) => `${text}\n`).join('');
}

/** For a Markdown page. */
export function markdownTable({ title, columns, rows, notes }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${columns.map((_, c) => (c === 0 ? '---' : '--:')).join('|')}|`;
  const table = [line(columns), rule, ...rows.map(line)].join('\n');
  return `${[`**${title}**`, table, ...notes].join('\n\n')}\n`;
}
