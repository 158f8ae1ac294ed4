/**
 * The paths of a sparkline: its line, and the area below it. It begins at 0,
 * so that twice the height is twice the number; a line of zeros lies flat.
 */
export function sparkPath(
	values: readonly number[],
	width: number,
	height: number
): { line: string; area: string } {
	if (values.length === 0) return { line: '', area: '' };
	const inset = 1;
	const top = Math.max(...values, 0) || 1;
	const step = values.length > 1 ? (width - 2 * inset) / (values.length - 1) : 0;
	const points = values.map((value, i) => {
		const x = inset + i * step;
		const y = height - inset - (Math.max(value, 0) / top) * (height - 2 * inset);
		return `${round(x)},${round(y)}`;
	});
	const line = points.length === 1 ? `M${points[0]} h${round(width - 2 * inset)}` : `M${points.join(' L')}`;
	return { line, area: `${line} V${height} H${inset} Z` };
}

function round(n: number): number {
	return Math.round(n * 100) / 100;
}
