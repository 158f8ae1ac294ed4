import { Text } from '@codemirror/state';
import { describe, expect, it } from 'vitest';
import { firstError, rangeOf, shownDiagnostics } from './diagnostics.ts';

const doc = Text.of(['package main', '', 'x := "😀" + unknown', 'end']);
const text = doc.toString();
const marked = (d: Parameters<typeof rangeOf>[1]) => {
	const { from, to } = rangeOf(doc, d);
	return text.slice(from, to);
};

describe('rangeOf', () => {
	it('counts columns in UTF-16 units', () => {
		expect(marked({ line: 3, column: 13 })).toBe('unknown');
	});

	it('takes the end that is told', () => {
		expect(marked({ line: 3, column: 6, end_line: 3, end_column: 10 })).toBe('"😀"');
		expect(marked({ line: 1, column: 9, end_line: 3, end_column: 2 })).toBe('main\n\nx');
	});

	it('marks the word, the sign, or what stands before the end of the line', () => {
		expect(marked({ line: 1, column: 1 })).toBe('package');
		expect(marked({ line: 3, column: 3 })).toBe(':');
		expect(marked({ line: 4, column: 4 })).toBe('d');
		expect(marked({ line: 2, column: 1 })).toBe('');
	});

	it.each([
		[0, 0],
		[99, 1],
		[3, 999],
		[-1, -5]
	])('stays inside for line %i, column %i', (line, column) => {
		const { from, to } = rangeOf(doc, { line, column, end_line: line + 5, end_column: 1 });
		expect(from).toBeGreaterThanOrEqual(0);
		expect(to).toBeLessThanOrEqual(doc.length);
		expect(from).toBeLessThanOrEqual(to);
	});
});

describe('diagnostics', () => {
	const d = (line: number, severity: 'error' | 'warning', column = 1) => ({
		line,
		column,
		severity,
		code: 'c',
		message: `m${line}`
	});

	it('are shown with severity and message', () => {
		expect(shownDiagnostics(doc, [d(1, 'warning')])).toEqual([
			{ from: 0, to: 7, severity: 'warning', message: 'm1', source: 'c' }
		]);
	});

	it('begin with the first error by place, whatever the warnings', () => {
		expect(firstError([d(1, 'warning'), d(4, 'error'), d(3, 'error', 9), d(3, 'error', 2)])).toEqual(
			d(3, 'error', 2)
		);
		expect(firstError([d(1, 'warning')])).toBeUndefined();
	});
});
