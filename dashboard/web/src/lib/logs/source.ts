/** A line of a script around the one that failed. */
export interface SourceLine {
	number: number;
	text: string;
	/** Whether the error is about it. */
	failed: boolean;
}

/** The line that an error names: "panic: … (near line 11)". */
export function lineOf(error: string): number | undefined {
	const found = /\bline (\d+)\b/.exec(error) ?? /\b\w+\.go:(\d+)\b/.exec(error);
	return found ? Number(found[1]) : undefined;
}

/** The lines around one, which counts from 1; none when the source does not have it. */
export function excerpt(source: string, line: number, around = 3): SourceLine[] {
	const lines = source.replace(/\n$/, '').split('\n');
	if (line < 1 || line > lines.length) return [];
	const from = Math.max(1, line - around);
	return lines.slice(from - 1, line + around).map((text, i) => ({
		number: from + i,
		text,
		failed: from + i === line
	}));
}
