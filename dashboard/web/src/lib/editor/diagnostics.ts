import type { Diagnostic as Shown } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { Diagnostic } from '#lib/api/types.ts';

/** A stretch of a document, as offsets. */
interface Range {
	from: number;
	to: number;
}

/**
 * Where a diagnostic is in a document. The server counts lines and columns
 * from 1 and columns in UTF-16 units, as the editor does. What lies outside,
 * because the text has changed since, is brought inside.
 */
export function rangeOf(
	doc: Text,
	d: Pick<Diagnostic, 'line' | 'column' | 'end_line' | 'end_column'>
): Range {
	const from = offset(doc, d.line, d.column);
	if (d.end_line || d.end_column) {
		const to = offset(doc, d.end_line ?? d.line, d.end_column ?? d.column);
		if (to > from) return { from, to };
	}
	return wordAt(doc, from);
}

/** The diagnostics as the editor shows them. */
export function shownDiagnostics(doc: Text, found: readonly Diagnostic[]): Shown[] {
	return found.map((d) => ({
		...rangeOf(doc, d),
		severity: d.severity,
		message: d.message,
		source: d.code
	}));
}

/** The first diagnostic that keeps a source from being saved, by its place. */
export function firstError(found: readonly Diagnostic[]): Diagnostic | undefined {
	return found
		.filter((d) => d.severity === 'error')
		.reduce<Diagnostic | undefined>(
			(first, d) =>
				first === undefined || d.line < first.line || (d.line === first.line && d.column < first.column)
					? d
					: first,
			undefined
		);
}

function offset(doc: Text, line: number, column: number): number {
	const at = doc.line(Math.max(1, Math.min(line, doc.lines)));
	return Math.min(at.from + Math.max(0, column - 1), at.to);
}

/** The word that begins at an offset, or one character; never nothing, unless the line is empty. */
function wordAt(doc: Text, at: number): Range {
	const line = doc.lineAt(at);
	const rest = line.text.slice(at - line.from);
	const word = /^[\p{L}\p{N}_]+/u.exec(rest)?.[0] ?? Array.from(rest)[0] ?? '';
	if (word !== '') return { from: at, to: at + word.length };
	// At the end of a line there is nothing to underline but what stands before.
	return { from: Math.max(line.from, at - 1), to: at };
}
