/**
 * Cells that a spreadsheet would take for a formula, also in full-width characters. An apostrophe in front makes a
 * cell text; a cell that has apostrophes there already gets one more, so that reading takes off what writing put on.
 */

const formula = /^'*[=+\-@\t\r＝＋－＠]/;
const escaped = /^'(?='*[=+\-@\t\r＝＋－＠])/;

export const escapeFormula = (cell: string): string => (formula.test(cell) ? `'${cell}` : cell);

export const unescapeFormula = (cell: string): string => cell.replace(escaped, '');

/** Writes each text of a CSV file; an option of the CSV writer. */
export const castFormulas = { cast: { string: escapeFormula } };
